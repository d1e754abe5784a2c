package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.files.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts a cache of market look-ups ({@code {"condition_id", "market_id"}} a line) and decides whether it is plausible.
 *
 * <p>A market is one condition, so one market that answers for many conditions means that the look-ups got a default answer. Stateless.
 */
final class MarketLookupReader {

  private static final ObjectMapper JSON = new ObjectMapper().enable(
      DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int SUSPICIOUS = 10;
  private static final int LONGEST_LINE = 1 << 16;

  private MarketLookupReader() {}

  /**
   * @return what was counted, by name
   * @throws FileRejectedException when one market answers for more than ten conditions and more than 1 % of them, when a line is something that would
   *     have to be applied, or when no line is JSON
   */
  static Map<String, Object> read(InputStream in) throws IOException, FileRejectedException {
    Map<Long, Long> conditionsOf = new HashMap<>();
    Map<String, Long> skipped = new TreeMap<>();
    long count = 0;
    LineReader lines = new LineReader(in, LONGEST_LINE);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      count++;
      try {
        conditionsOf.merge(lookup(line, lines.isTooLong()).marketId(), 1L, Long::sum);
      } catch (SkippedEntryException e) {
        skipped.merge(e.getMessage(), 1L, Long::sum);
      }
    }
    if (count == skipped.getOrDefault("malformed", 0L)) {
      throw new FileRejectedException("malformed", "none of the lines is JSON; look-ups are one object a line");
    }
    requirePlausible(conditionsOf, count);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rows", count);
    facts.put("markets", conditionsOf.size());
    facts.put("skipped", skipped);
    return facts;
  }

  private static MarketLookup lookup(String line, boolean tooLong) throws SkippedEntryException, FileRejectedException {
    if (tooLong) {
      throw new SkippedEntryException("malformed");
    }
    JsonNode entry;
    try {
      entry = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SkippedEntryException("malformed");
    }
    List<String> keys = new ArrayList<>();
    entry.fieldNames().forEachRemaining(keys::add);
    if (entry.isArray() && !entry.isEmpty() || keys.contains("resolutions") || KindReader.isEntry(keys)) {
      throw FileRejectedException.entriesOutsideList();
    }
    return MarketLookup.of(entry);
  }

  private static void requirePlausible(Map<Long, Long> conditionsOf, long count) throws FileRejectedException {
    for (Map.Entry<Long, Long> market : conditionsOf.entrySet()) {
      if (market.getValue() > Math.max(SUSPICIOUS, count / 100)) {
        throw new FileRejectedException("poisoned-lookup",
            "market " + market.getKey() + " is the answer for " + market.getValue() + " of " + count + " conditions, but a market is one"
                + " condition; the look-ups probably asked with 'condition_id' instead of 'condition_ids' and got the default first page."
                + " Look the conditions up again; nothing of this file was used");
      }
    }
  }
}
