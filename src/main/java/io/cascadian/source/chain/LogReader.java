package io.cascadian.source.chain;

import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads all logs of a range of blocks that the node is able to answer, each proved to belong to the block that it names.
 *
 * <p>With the logs the range's first and last block are asked for in the same request: nodes answer a range that ends above their own
 * head with success and without the missing logs. Thread-safe.
 */
final class LogReader {

  private final JsonRpc rpc;
  private final Blocks blocks;
  private final ChainOptions options;
  private final RangeSize size;

  /**
   * Holds what was read.
   *
   * @param last block up to which the range was read
   * @param logs in the chain's order, without removed ones
   * @param headers of the blocks that have logs
   */
  record Range(Block last, List<Log> logs, Map<Long, Block> headers) {}

  private record Answer(Block first, Block last, List<Log> logs) {}

  LogReader(JsonRpc rpc, Blocks blocks, ChainOptions options) {
    this.rpc = rpc;
    this.blocks = blocks;
    this.options = options;
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

  /** Returns as many logs as are of use, and what else is in the block of the last of them. */
  private static List<Log> wholeBlocks(List<Log> logs, int wanted) {
    if (logs.size() <= wanted) {
      return logs;
    }
    long last = logs.get(wanted - 1).block();
    return logs.stream().takeWhile(log -> log.block() <= last).toList();
  }

  /** Reads as many blocks from the first one on as the node answers. */
  private Answer answer(long from, long end) throws SourceException {
    long most = size.current();
    while (true) {
      long to = Math.min(end, from + most - 1);
      try {
        return once(from, to);
      } catch (SourceUnavailableException e) {
        if (!e.shrinkPage() || to == from || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        size.tooLarge(to - from + 1);
        // this range becomes smaller each time, also when others are answered meanwhile
        most = Math.min(size.current(), Math.max(1, (to - from + 1) / 2));
      }
    }
  }

  private Answer once(long from, long to) throws SourceException {
    List<RpcCall<?>> calls = new ArrayList<>(List.of(RpcCall.logs(options, from, to), RpcCall.block(to)));
    if (to > from) {
      calls.add(RpcCall.block(from));
    }
    List<?> results = rpc.ask(calls, to > from);
    Block last = (Block) results.get(1);
    return new Answer(to > from ? (Block) results.get(2) : last, last, ((RangeLogs) results.get(0)).logs());
  }
}
