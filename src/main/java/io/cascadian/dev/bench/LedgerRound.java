package io.cascadian.dev.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what was measured with a history of one length.
 *
 * @param history what was loaded before, and {@code day} what came with the day of the night
 * @param loadSeconds of loading the history
 * @param pass reading the raw columns that the published tables are computed from, and {@code passFinal} the same with events once each
 * @param rebuild of all published tables
 * @param night the same step after one more day
 * @param gates on what changed in that night
 * @param tables bytes on disk after the night
 * @param differing rows in which the published tables differ from a rebuild; null when they were not compared
 */
record LedgerRound(
    HistoryLoad.Loaded history, HistoryLoad.Loaded day, double loadSeconds, Phase pass, Phase passFinal, Phase rebuild, Phase night, Phase gates,
    List<TableBytes> tables, Long differing) {

  /** Returns the part of all events that came with the day. */
  double change() {
    return (double) day.events() / (history.events() + day.events());
  }

  double nightToRebuild() {
    return night.seconds() / rebuild.seconds();
  }

  double rebuildToPass() {
    return rebuild.seconds() / pass.seconds();
  }

  /** Returns the bytes a row of a table; null when it is not there or empty. */
  Double bytesPerRow(String table) {
    return tables.stream().filter(each -> each.table().equals(table)).map(TableBytes::perRow).findFirst().orElse(null);
  }

  /**
   * Holds the size of a table.
   *
   * @param compressed bytes of the columns, and {@code onDisk} those of all its files
   */
  record TableBytes(String table, long rows, long compressed, long onDisk, long parts) {

    double perRow() {
      return (double) compressed / rows;
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("table", table);
      json.put("rows", rows);
      json.put("compressed_bytes", compressed);
      json.put("bytes_on_disk", onDisk);
      json.put("bytes_per_row", perRow());
      json.put("parts", parts);
      return json;
    }
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("history", history.json());
    json.put("day", day.json());
    json.put("load_seconds", loadSeconds);
    json.put("pass", pass.json());
    json.put("pass_final", passFinal.json());
    json.put("rebuild", rebuild.json());
    json.put("night", night.json());
    json.put("gates", gates.json());
    json.put("tables", tables.stream().map(TableBytes::json).toList());
    json.put("rows_differing", differing);
    return json;
  }
}
