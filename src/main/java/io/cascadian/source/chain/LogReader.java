package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All logs of a range of blocks that the node is able to answer, each proved to belong to the block that it names.
 *
 * <p>With the logs the range's first and last block are asked for in the same request: nodes answer a range that ends above their own
 * head with success and without the missing logs. Thread-safe.
 */
final class LogReader {

  private static final Comparator<Log> ON_CHAIN = Comparator.comparingLong(Log::block).thenComparingLong(Log::index);

  private final JsonRpc rpc;
  private final Blocks blocks;
  private final Attempts attempts;
  private final ChainOptions options;
  private final String endpoint;
  private final RangeSize size;

  /**
   * What was read.
   *
   * @param last block up to which the range was read
   * @param logs in the chain's order, without removed ones
   * @param headers of the blocks that have logs
   */
  record Range(Block last, List<Log> logs, Map<Long, Block> headers) {}

  private record Answer(Block first, Block last, List<Log> logs) {}

  LogReader(JsonRpc rpc, Blocks blocks, Attempts attempts, ChainOptions options) {
    this.rpc = rpc;
    this.blocks = blocks;
    this.attempts = attempts;
    this.options = options;
    this.endpoint = options.endpoint();
    this.size = new RangeSize(options.largestRange());
  }

  /**
   * Reads from a block on, up to the end at most; how far is in the result.
   *
   * @param wanted so many logs are of use to the caller
   */
  Range read(long from, long end, int wanted) throws SourceException, ReorganisedException {
    Answer answer = answer(from, end);
    size.answered(answer.last.number() - from + 1, answer.logs.size(), wanted);
    blocks.learn(answer.first);
    Block last = blocks.learn(answer.last);
    List<Log> logs = wholeBlocks(answer.logs, wanted);
    TreeSet<Long> numbers = new TreeSet<>();
    logs.forEach(log -> numbers.add(log.block()));
    TreeMap<Long, Block> headers = blocks.all(numbers);
    for (Log log : logs) {
      String hash = headers.get(log.block()).hash();
      if (!log.blockHash().equals(hash)) {
        throw new ReorganisedException(
            "log " + log.id() + " is of block " + log.blockHash() + ", but block " + log.block() + " is " + hash);
      }
    }
    return new Range(logs.size() < answer.logs.size() ? headers.lastEntry().getValue() : last, logs, headers);
  }

  /** As many logs as are of use, and what else is in the block of the last of them. */
  private static List<Log> wholeBlocks(List<Log> logs, int wanted) {
    if (logs.size() <= wanted) {
      return logs;
    }
    long last = logs.get(wanted - 1).block();
    return logs.stream().takeWhile(log -> log.block() <= last).toList();
  }

  private Answer answer(long from, long end) throws SourceException {
    for (int failed = 0; ; ) {
      long to = Math.min(end, from + size.current() - 1);
      try {
        return once(from, to);
      } catch (SourceUnavailableException e) {
        boolean smaller = e.shrinkPage() && to > from;
        if (smaller) {
          size.tooLarge(to - from + 1);
        }
        // what the node refused by a limit of its own is asked for in parts at once
        if (!smaller || !ChainErrors.isLimit(e)) {
          attempts.pause(++failed, e);
        }
      }
    }
  }

  private Answer once(long from, long to) throws SourceException {
    List<RpcCall> calls = new ArrayList<>(List.of(RpcCall.logs(options, from, to), RpcCall.block(to)));
    if (to > from) {
      calls.add(RpcCall.block(from));
    }
    List<JsonNode> results = rpc.ask(calls);
    Block last = blocks.block(to, results.get(1));
    return new Answer(to > from ? blocks.block(from, results.get(2)) : last, last, logs(results.get(0), from, to));
  }

  private List<Log> logs(JsonNode result, long from, long to) throws SourceException {
    if (!result.isArray()) {
      throw ChainErrors.nonsense(endpoint, "the node answered eth_getLogs with something that is no list", null);
    }
    List<Log> logs = new ArrayList<>(result.size());
    for (JsonNode json : result) {
      Log log = log(json);
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
    return logs;
  }

  private Log log(JsonNode json) throws SourceException {
    try {
      return Log.of(json);
    } catch (NumberFormatException e) {
      throw ChainErrors.nonsense(endpoint, "the node answered a log without a place: " + e.getMessage(), e);
    }
  }
}
