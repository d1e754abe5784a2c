package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Can a cache of market look-ups ({@code {"condition_id", "market_id"}} a line) be believed?
 *
 * <p>A market is one condition, so one market that answers for many conditions means that the look-ups got a default answer. Stateless.
 */
final class MarketLookupReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SUSPICIOUS = 10;

  private MarketLookupReader() {}

  /**
   * @return what was counted, by name
   * @throws FileRejectedException when one market answers for more than ten conditions and more than 1 % of them
   */
  static Map<String, Object> read(BufferedReader lines) throws IOException, FileRejectedException {
    Map<String, Long> conditionsOf = new HashMap<>();
    Map<String, Long> skipped = new TreeMap<>();
    long count = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      count++;
      try {
        JsonNode entry = JSON.readTree(line);
        String market = entry.path("market_id").asText("");
        if (!entry.path("condition_id").asText("").matches("(0x)?[0-9a-fA-F]{64}")) {
          skipped.merge("bad-condition-id", 1L, Long::sum);
        } else if (!market.matches("\\d{1,18}")) {
          skipped.merge("no-market-id", 1L, Long::sum);
        } else {
          conditionsOf.merge(market, 1L, Long::sum);
        }
      } catch (JsonProcessingException e) {
        skipped.merge("malformed", 1L, Long::sum);
      }
    }
    for (Map.Entry<String, Long> market : conditionsOf.entrySet()) {
      if (market.getValue() > Math.max(SUSPICIOUS, count / 100)) {
        throw new FileRejectedException("poisoned-lookup",
            "market " + market.getKey() + " is the answer for " + market.getValue() + " of " + count + " conditions, but a market is one"
                + " condition; the look-ups probably asked with 'condition_id' instead of 'condition_ids' and got the default first page."
                + " Look the conditions up again; nothing of this file was used");
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rows", count);
    facts.put("markets", conditionsOf.size());
    facts.put("skipped", skipped);
    return facts;
  }
}
