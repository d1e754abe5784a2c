package io.cascadian.resolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code backfilled_market_ids.json} reports of trades without market; it is no mapping.
 *
 * @param generatedAt the file's own time, as it is written; empty when absent
 * @param summary its counters by name, percentages as the text that they are in
 * @param mappings how many conditions it gives a market
 */
record BackfilledReport(String generatedAt, Map<String, Object> summary, int mappings) {

  BackfilledReport {
    summary = new LinkedHashMap<>(summary);
  }

  /** @throws FileRejectedException when there are no counters */
  static BackfilledReport read(InputStream in) throws IOException, FileRejectedException {
    JsonNode root = new ObjectMapper().readTree(in);
    JsonNode summary = root.path("summary");
    if (!summary.isObject()) {
      throw new FileRejectedException("summary-missing", "expected an object 'summary' of counters");
    }
    Map<String, Object> counters = new LinkedHashMap<>();
    summary.fields().forEachRemaining(f -> counters.put(f.getKey(), f.getValue().isNumber() ? f.getValue().asLong() : f.getValue().asText()));
    return new BackfilledReport(root.path("generated_at").asText(), counters, root.path("valid_backfill_mappings").size());
  }

  /** What is kept of it, by name. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("generated_at", generatedAt);
    facts.putAll(summary);
    facts.put("mappings", mappings);
    return facts;
  }
}
