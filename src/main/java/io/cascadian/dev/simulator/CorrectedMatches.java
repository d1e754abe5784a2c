package io.cascadian.dev.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds to the fills of a simulation what readers see for a while: first versions of matches whose price is corrected later, and matches that a
 * reorganisation takes away. What stays in the end is what really happened.
 *
 * <p>As on the chain, what concerns a match concerns both of its sides at the same time, so that at any time all sides together pay what they receive. Which
 * matches are concerned follows from their keys, so that it does not depend on what else is simulated. Takes the fills of a match one after the other, the
 * taker's own last.
 */
final class CorrectedMatches implements FillSink {

  /** One match in so many is corrected, and beside one in so many there is one that is removed. */
  private static final long ONE_IN = 2_000;

  private final FillSink next;
  private final SimulatedWallets wallets;
  private final List<Fill> makers = new ArrayList<>();

  CorrectedMatches(FillSink next, SimulatedWallets wallets) {
    this.next = next;
    this.wallets = wallets;
  }

  @Override
  public void add(Fill fill) {
    if (!wallets.isExchange(fill.counterparty())) {
      makers.add(fill);
      return;
    }
    long draw = Hash.mix(fill.txKey() ^ 0x636f7272L);
    long kind = Long.remainderUnsigned(draw, ONE_IN);
    if (kind == 0 && !makers.isEmpty()) {
      correct(fill, fill.ts() + CorrectedFills.lag(draw));
    } else {
      makers.forEach(next::add);
      next.add(fill);
    }
    if (kind == 1) {
      long at = fill.ts() + CorrectedFills.lag(draw);
      makers.forEach(maker -> next.add(removed(maker, at)));
      next.add(removed(fill, at));
    }
    makers.clear();
  }

  /** Lets the first maker and the taker have another price until a time. */
  private void correct(Fill taker, long until) {
    Fill maker = makers.get(0);
    long difference = usd(maker) / 16;
    // who buys together mints sets, and who sells together gives them back: there one pays or gets more where the other does less
    long ofTaker = maker.isBuy() == taker.isBuy() ? usd(taker) + difference : usd(taker) - difference;
    next.add(maker.firstVersion(usd(maker) - difference, until));
    next.add(maker.appearing(until));
    makers.subList(1, makers.size()).forEach(next::add);
    next.add(taker.firstVersion(ofTaker, until));
    next.add(taker.appearing(until));
  }

  private static Fill removed(Fill fill, long at) {
    return fill.removed(Hash.mix(fill.txKey() ^ 0x666f726bL), Hash.mix(fill.orderKey() ^ 0x666f726bL), at);
  }

  private static long usd(Fill fill) {
    return fill.isBuy() ? fill.given() : fill.got();
  }
}
