package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cascadian.files.FileJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds what a {@code backfilled_market_ids.json} reports of trades without market; it is no mapping.
 *
 * @param generatedAt the file's own time, as it is written; empty when absent
 * @param summary its counters by name, percentages as the text that they are in
 * @param mappings how many conditions it gives a market
 */
record BackfilledReport(String generatedAt, Map<String, Object> summary, int mappings) {

  private static final int MOST_COUNTERS = 1_000;

  BackfilledReport {
    summary = new LinkedHashMap<>(summary);
  }

  /**
   * Reads a report to its end, holding nothing of it but its counters.
   *
   * @throws FileRejectedException when there are no counters, or more than a thousand
   */
  static BackfilledReport read(InputStream in) throws IOException, FileRejectedException {
    String generatedAt = "";
    Map<String, Object> counters = null;
    int mappings = 0;
    try (JsonParser json = FileJson.parser(in)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("generated_at") && value == JsonToken.VALUE_STRING) {
          generatedAt = json.getText();
        } else if (field.equals("summary") && value == JsonToken.START_OBJECT) {
          counters = counters(json);
        } else if (field.equals("valid_backfill_mappings")) {
          mappings = count(json);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw FileRejectedException.moreAfterEnd();
      }
    }
    if (counters == null) {
      throw new FileRejectedException("summary-missing", "expected an object 'summary' of counters");
    }
    return new BackfilledReport(generatedAt, counters, mappings);
  }

  private static Map<String, Object> counters(JsonParser json) throws IOException, FileRejectedException {
    Map<String, Object> counters = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        counters.put(name, json.getLongValue());
      } else if (value.isScalarValue()) {
        counters.put(name, json.getText());
      } else {
        json.skipChildren();
      }
      if (counters.size() > MOST_COUNTERS) {
        throw new FileRejectedException("beyond-limits", "'summary' has more than " + MOST_COUNTERS + " counters; is it a report?");
      }
    }
    return counters;
  }

  /** Returns the entries of the array or object that the parser stands at the beginning of. */
  private static int count(JsonParser json) throws IOException {
    int count = 0;
    if (json.currentToken().isStructStart()) {
      while (!json.nextToken().isStructEnd()) {
        count += json.currentToken() == JsonToken.FIELD_NAME ? 0 : 1;
        json.skipChildren();
      }
    }
    return count;
  }

  /** Returns what is kept of it, by name. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("generated_at", generatedAt);
    facts.putAll(summary);
    facts.put("mappings", mappings);
    return facts;
  }
}
