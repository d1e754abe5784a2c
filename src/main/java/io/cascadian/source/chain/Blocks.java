package io.cascadian.source.chain;

import io.cascadian.source.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Caches headers of blocks, and finds the first block after a time.
 *
 * <p>Headers are remembered, until the chain turns out to have been reorganised or they are too many. Thread-safe.
 */
final class Blocks {

  private static final int REMEMBERED = 20_000;

  private final JsonRpc rpc;
  // guarded by this
  private final Map<Long, Block> known = new HashMap<>();
  private final TreeMap<Long, Block> byTime = new TreeMap<>();

  Blocks(JsonRpc rpc) {
    this.rpc = rpc;
  }

  /** Reads the newest block; never cached. */
  Block newest() throws SourceException {
    return rpc.ask(List.of(RpcCall.newestBlock()), false).get(0);
  }

  /** Reads a block as the node has it now. */
  Block fresh(long number) throws SourceException {
    return rpc.ask(List.of(RpcCall.block(number)), false).get(0);
  }

  Block get(long number) throws SourceException, ReorganisedException {
    return all(List.of(number)).get(number);
  }

  /** Returns blocks by number; those that are not cached are asked for. */
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
      for (Block block : rpc.ask(missing.stream().map(RpcCall::block).toList(), false)) {
        found.put(block.number(), learn(block));
      }
    }
    return found;
  }

  /**
   * Caches a block that has just been read.
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
    if (known.size() >= REMEMBERED) {
      forget();
    }
    known.put(block.number(), block);
    byTime.put(block.timestamp(), block);
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

  /** Invalidates the cached headers. */
  synchronized void forget() {
    known.clear();
    byTime.clear();
  }

  /**
   * Finds the first block of a range that is younger than the given time; {@code last + 1} when there is none.
   *
   * @param time UTC seconds
   */
  long firstAfter(long time, long first, long last) throws SourceException, ReorganisedException {
    if (last < first) {
      return first;
    }
    Block before = knownUntil(time);
    if (before == null || before.number() < first) {
      before = get(first);
      if (before.timestamp() > time) {
        return first;
      }
    }
    Block from = knownAfter(time);
    if (from == null || from.number() > last) {
      from = get(last);
      if (from.timestamp() <= time) {
        return last + 1;
      }
    }
    for (boolean guess = true; from.number() - before.number() > 1; guess = !guess) {
      for (Block probe : all(probes(before, from, time, guess)).values()) {
        if (probe.timestamp() > time && probe.number() < from.number()) {
          from = probe;
        } else if (probe.timestamp() <= time && probe.number() > before.number()) {
          before = probe;
        }
      }
    }
    return from.number();
  }

  /**
   * Chooses the blocks in between to ask for. Blocks come in nearly equal steps, so their number follows from their time, or nearly; where it does not,
   * the one in the middle halves what is left. As many as go into one request.
   */
  private Set<Long> probes(Block before, Block from, long time, boolean guess) {
    long width = from.number() - before.number();
    double share = (time + 1.0 - before.timestamp()) / (from.timestamp() - before.timestamp());
    long expected = before.number() + Math.round(width * share);
    long middle = before.number() + width / 2;
    Set<Long> probes = new LinkedHashSet<>();
    for (long number : guess
        ? new long[] {expected, expected - 1, middle, expected + 1, expected - 4, expected + 4, expected - 32, expected + 32}
        : new long[] {middle, expected, expected - 1}) {
      if (probes.size() < rpc.batchSize()) {
        probes.add(Math.max(before.number() + 1, Math.min(from.number() - 1, number)));
      }
    }
    return probes;
  }

  private synchronized Block knownUntil(long time) {
    Map.Entry<Long, Block> entry = byTime.floorEntry(time);
    return entry == null ? null : entry.getValue();
  }

  private synchronized Block knownAfter(long time) {
    Map.Entry<Long, Block> entry = byTime.higherEntry(time);
    return entry == null ? null : entry.getValue();
  }
}
