package io.cascadian.resolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What does a {@code backfilled_market_ids.json} report? It is a report about trades without market, not a mapping. Stateless. */
final class BackfilledReportReader {

  private BackfilledReportReader() {}

  /** The summary's counters by name, percentages as the text that they are in. */
  static Map<String, Object> read(InputStream in) throws IOException, FileRejectedException {
    JsonNode root = new ObjectMapper().readTree(in);
    JsonNode summary = root.path("summary");
    if (!summary.isObject()) {
      throw new FileRejectedException("summary-missing", "expected an object 'summary' of counters");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("generated_at", root.path("generated_at").asText());
    summary.fields().forEachRemaining(f -> facts.put(f.getKey(), f.getValue().isNumber() ? f.getValue().asLong() : f.getValue().asText()));
    facts.put("mappings", root.path("valid_backfill_mappings").size());
    return facts;
  }
}
