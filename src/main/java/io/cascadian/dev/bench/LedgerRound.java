package io.cascadian.dev.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what was measured with a history of one length.
 *
 * @param history what was loaded before the rebuild
 * @param loadSeconds of loading the history
 * @param pass reading the raw columns that the published tables are computed from, and {@code passFinal} the same with events once each
 * @param passSummed the same, summed by wallet and token: what no rebuild can do without
 * @param rebuild of all published tables, and {@code rebuildRetain} what the run does with them when the gates have passed
 * @param writesSorted inserting the rows of the rebuild once more, each table's in its order, and {@code writesShuffled} in another one
 * @param nights in order
 * @param tables bytes on disk after the last night
 * @param differing rows in which the published tables differ from a rebuild; null when they were not compared
 */
record LedgerRound(
    HistoryLoad.Loaded history, double loadSeconds, Phase pass, Phase passFinal, Phase passSummed, Phase rebuild, Phase rebuildRetain,
    Phase writesSorted, Phase writesShuffled, List<Night> nights, List<TableBytes> tables, Long differing) {

  LedgerRound {
    nights = List.copyOf(nights);
    tables = List.copyOf(tables);
  }

  /**
   * Holds what was measured of one night.
   *
   * @param day what came with the day before it
   * @param publish the step that publishes the tables
   * @param retain dropping and merging what is not needed any longer, which the nightly run does when the gates have passed
   * @param gates on what changed in this night
   */
  record Night(HistoryLoad.Loaded day, Phase publish, Phase retain, Phase gates) {

    /** Returns the time of publishing, retention included. */
    double seconds() {
      return publish.seconds() + retain.seconds();
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("day", day.json());
      json.put("publish", publish.json());
      json.put("retain", retain.json());
      json.put("gates", gates.json());
      return json;
    }
  }

  /** Returns the median time of the nights, retention included. */
  double nightSeconds() {
    double[] seconds = nights.stream().mapToDouble(Night::seconds).sorted().toArray();
    return (seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2;
  }

  /** Returns the time of the rebuild, retention included. */
  double rebuildSeconds() {
    return rebuild.seconds() + rebuildRetain.seconds();
  }

  double nightToRebuild() {
    return nightSeconds() / rebuildSeconds();
  }

  double rebuildToPass() {
    return rebuildSeconds() / pass.seconds();
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
    json.put("load_seconds", loadSeconds);
    json.put("pass", pass.json());
    json.put("pass_final", passFinal.json());
    json.put("pass_summed", passSummed.json());
    json.put("rebuild", rebuild.json());
    json.put("rebuild_retain", rebuildRetain.json());
    json.put("writes_sorted", writesSorted.json());
    json.put("writes_shuffled", writesShuffled.json());
    json.put("nights", nights.stream().map(Night::json).toList());
    json.put("tables", tables.stream().map(TableBytes::json).toList());
    json.put("rows_differing", differing);
    return json;
  }
}
