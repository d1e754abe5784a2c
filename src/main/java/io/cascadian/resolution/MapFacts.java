package io.cascadian.resolution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what is in a resolution map, from its rows.
 *
 * @param rows entries of the array
 * @param outcomes resolved entries by outcome: {@code YES}, {@code NO}, {@code SPLIT}, {@code VECTOR}
 * @param skipped entries that cannot be applied, by reason
 * @param notes oddities of entries that can, by kind
 * @param header the file's own counters by name
 * @param lastUpdated the file's own time; null when absent or unreadable
 * @param contentHash over all rows, whatever their order, without the header
 */
public record MapFacts(
    long rows, Map<String, Long> outcomes, Map<String, Long> skipped, Map<String, Long> notes, Map<String, Long> header,
    Instant lastUpdated, String contentHash) {

  /** The counters of a header that are compared with the rows. */
  static final String RESOLVED = "resolved_conditions";
  static final String TOTAL = "total_conditions";

  /** Returns the number of rows with the payouts of a condition. */
  public long resolved() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the header's claims that its rows do not bear out; a sentence each. */
  public List<String> headerMismatches() {
    List<String> mismatches = new ArrayList<>();
    mismatch(RESOLVED, resolved(), mismatches);
    mismatch(TOTAL, rows, mismatches);
    return mismatches;
  }

  private void mismatch(String counter, long counted, List<String> mismatches) {
    Long claimed = header.get(counter);
    if (claimed != null && claimed != counted) {
      mismatches.add(counter + " claims " + claimed + " but its rows say " + counted);
    }
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows);
    // of the file: another source may be the one in force
    json.put("with_payouts", resolved());
    json.put("outcomes", outcomes);
    json.put("skipped", skipped);
    json.put("notes", notes);
    json.put("header_mismatches", headerMismatches());
    json.put("last_updated", lastUpdated == null ? null : lastUpdated.toString());
    return json;
  }
}
