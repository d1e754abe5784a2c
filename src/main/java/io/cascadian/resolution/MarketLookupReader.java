package io.cascadian.resolution;

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

  private static final int SUSPICIOUS = 10;

  private MarketLookupReader() {}

  /**
   * @return what was counted, by name
   * @throws FileRejectedException when one market answers for more than ten conditions and more than 1 % of them
   */
  static Map<String, Object> read(BufferedReader lines) throws IOException, FileRejectedException {
    Map<Long, Long> conditionsOf = new HashMap<>();
    Map<String, Long> skipped = new TreeMap<>();
    long count = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      count++;
      try {
        conditionsOf.merge(MarketLookup.of(line).marketId(), 1L, Long::sum);
      } catch (SkippedEntryException e) {
        skipped.merge(e.getMessage(), 1L, Long::sum);
      }
    }
    for (Map.Entry<Long, Long> market : conditionsOf.entrySet()) {
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
