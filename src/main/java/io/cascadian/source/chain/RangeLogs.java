package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.source.SourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Holds the logs of a range of blocks.
 *
 * @param logs in the chain's order, without removed ones
 */
record RangeLogs(List<Log> logs) {

  private static final Comparator<Log> ON_CHAIN = Comparator.comparingLong(Log::block).thenComparingLong(Log::index);

  /**
   * Reads the result of {@code eth_getLogs}.
   *
   * @throws SourceException when it is no list, or holds a log that was not asked for, has no place or comes twice
   */
  static RangeLogs read(String endpoint, ChainOptions options, long from, long to, JsonNode result) throws SourceException {
    if (!result.isArray()) {
      throw ChainErrors.nonsense(endpoint, "the node answered eth_getLogs with something that is no list", null);
    }
    List<Log> logs = new ArrayList<>(result.size());
    for (JsonNode json : result) {
      Log log = log(endpoint, json);
      boolean asked = log.block() >= from && log.block() <= to && options.exchanges().contains(log.address())
          && !log.topics().isEmpty() && log.topics().get(0).equals(options.topic());
      if (!asked) {
        throw ChainErrors.nonsense(endpoint, "the node answered a log that was not asked for: " + log.id() + " of " + log.address(), null);
      }
      if (!log.removed()) {
        logs.add(log);
      }
    }
    logs.sort(ON_CHAIN);
    for (int i = 1; i < logs.size(); i++) {
      if (ON_CHAIN.compare(logs.get(i - 1), logs.get(i)) == 0) {
        throw ChainErrors.nonsense(endpoint, "the node answered log " + logs.get(i).id() + " twice", null);
      }
    }
    return new RangeLogs(logs);
  }

  private static Log log(String endpoint, JsonNode json) throws SourceException {
    try {
      return Log.of(json);
    } catch (NumberFormatException e) {
      throw ChainErrors.nonsense(endpoint, "the node answered a log without a place: " + e.getMessage(), e);
    }
  }
}
