package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.source.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Headers of blocks, and which block was the first at a time.
 *
 * <p>The last used headers are remembered, until the chain turns out to have been reorganised. Thread-safe.
 */
final class Blocks {

  private static final int REMEMBERED = 20_000;

  private final JsonRpc rpc;
  private final Attempts attempts;
  private final String endpoint;
  private final Map<Long, Block> known = new LinkedHashMap<>(1024, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Block> eldest) {
      return size() > REMEMBERED;
    }
  };

  Blocks(JsonRpc rpc, Attempts attempts, String endpoint) {
    this.rpc = rpc;
    this.attempts = attempts;
    this.endpoint = endpoint;
  }

  /** The newest block; asked for, and never remembered. */
  Block newest() throws SourceException {
    return attempts.of(() -> parse(rpc.ask(List.of(RpcCall.newestBlock())).get(0)));
  }

  /** A block as the node has it now. */
  Block fresh(long number) throws SourceException {
    return attempts.of(() -> block(number, rpc.ask(List.of(RpcCall.block(number))).get(0)));
  }

  Block get(long number) throws SourceException, ReorganisedException {
    return all(List.of(number)).get(number);
  }

  /** The blocks by number; those that are not remembered are asked for. */
  TreeMap<Long, Block> all(Collection<Long> numbers) throws SourceException, ReorganisedException {
    TreeMap<Long, Block> found = new TreeMap<>();
    List<Long> missing = new ArrayList<>();
    for (Long number : numbers) {
      Block block = remembered(number);
      if (block == null) {
        missing.add(number);
      } else {
        found.put(number, block);
      }
    }
    if (!missing.isEmpty()) {
      for (Block block : attempts.of(() -> ask(missing))) {
        found.put(block.number(), learn(block));
      }
    }
    return found;
  }

  private List<Block> ask(List<Long> numbers) throws SourceException {
    List<JsonNode> results = rpc.ask(numbers.stream().map(RpcCall::block).toList());
    List<Block> blocks = new ArrayList<>(results.size());
    for (int i = 0; i < results.size(); i++) {
      blocks.add(block(numbers.get(i), results.get(i)));
    }
    return blocks;
  }

  /** The block that an answer is about. */
  Block block(long number, JsonNode result) throws SourceException {
    Block block = parse(result);
    if (block.number() != number) {
      throw ChainErrors.nonsense(endpoint, "the node answered block " + block.number() + " when asked for " + number, null);
    }
    return block;
  }

  private Block parse(JsonNode result) throws SourceException {
    try {
      return Block.of(result);
    } catch (NumberFormatException e) {
      throw ChainErrors.nonsense(endpoint, "the node answered something that is no block: " + e.getMessage(), e);
    }
  }

  /**
   * Remembers a block that has just been read.
   *
   * @throws ReorganisedException when it is another one than before, or does not follow on its neighbour
   */
  synchronized Block learn(Block block) throws ReorganisedException {
    Block before = known.get(block.number());
    if (before != null && !before.hash().equals(block.hash())) {
      throw new ReorganisedException("block " + block.number() + " was " + before.hash() + " and is " + block.hash());
    }
    follows(known.get(block.number() - 1), block);
    follows(block, known.get(block.number() + 1));
    known.put(block.number(), block);
    return block;
  }

  private static void follows(Block parent, Block child) throws ReorganisedException {
    if (parent == null || child == null) {
      return;
    }
    if (!child.parent().equals(parent.hash())) {
      throw new ReorganisedException("the parent of block " + child.number() + " is " + child.parent() + ", not " + parent.hash());
    }
    if (child.timestamp() < parent.timestamp()) {
      throw new ReorganisedException("block " + child.number() + " is older than the one before it");
    }
  }

  private synchronized Block remembered(long number) {
    return known.get(number);
  }

  /** Asks for everything anew from now on. */
  synchronized void forget() {
    known.clear();
  }

  /**
   * The first block of a range that is younger than the given time; {@code last + 1} when there is none.
   *
   * @param time UTC seconds
   */
  long firstAfter(long time, long first, long last) throws SourceException, ReorganisedException {
    if (last < first || get(first).timestamp() > time) {
      return first;
    }
    if (get(last).timestamp() <= time) {
      return last + 1;
    }
    Block before = get(first);
    Block from = get(last);
    // blocks come in nearly equal steps, so their time tells their number; where it does not help, halving does
    boolean guess = true;
    while (from.number() - before.number() > 1) {
      long width = from.number() - before.number();
      double share = (time + 1.0 - before.timestamp()) / (from.timestamp() - before.timestamp());
      long step = guess ? Math.max(1, Math.min(width - 1, Math.round(width * share))) : width / 2;
      Block middle = get(before.number() + step);
      if (middle.timestamp() <= time) {
        before = middle;
      } else {
        from = middle;
      }
      guess = !guess || from.number() - before.number() <= width / 2;
    }
    return from.number();
  }
}
