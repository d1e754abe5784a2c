package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * Adds what optional streams read to a simulated history: when conditions were resolved, rewards and rebates of wallets, transfers of shares.
 *
 * <p>The markets stay as they are: a transfer moves no shares in the simulated positions, as it moves none in the numbers that are made of them.
 */
final class OptionalEntities {

  private static final long DAY = 86_400;
  private static final String ZERO = "0x" + "0".repeat(40);
  /** A day's rewards and transfers, one for so many wallets. */
  private static final int WALLETS_EACH = 200;

  private final SimulationOptions options;
  private final MarketPlan plan;
  private final SimulatedWallets wallets;
  private final LongUnaryOperator blocks;
  private long next;

  /** @param blocks block of a time */
  OptionalEntities(SimulationOptions options, MarketPlan plan, SimulatedWallets wallets, LongUnaryOperator blocks) {
    this.options = options;
    this.plan = plan;
    this.wallets = wallets;
    this.blocks = blocks;
  }

  /** Returns a copy of the history with them; readers see it as another deployment. */
  Dataset addedTo(Dataset markets) {
    Map<String, List<EntityTable>> subgraphs = new LinkedHashMap<>(markets.subgraphs());
    List<EntityTable> activity = new ArrayList<>(subgraphs.get(Schemas.ACTIVITY));
    activity.add(RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Reward"), rewards()));
    subgraphs.put(Schemas.ACTIVITY, activity);
    subgraphs.put(Schemas.TRANSFERS, List.of(RowTable.of(Schemas.entity(Schemas.TRANSFERS, "ShareTransfer"), transfers())));
    subgraphs.put(Schemas.MAIN, List.of(RowTable.of(Schemas.entity(Schemas.MAIN, "Condition"), conditions())));
    return new Dataset(markets.identity() + ", optional streams", markets.lastBlock(), markets.lastTimestamp(), subgraphs, markets.events(),
        markets.resolutions(), markets.forks());
  }

  private String id() {
    return Hash.of(Hash.mix(0x6f707469L << 32 | next++)) + "_0x" + Long.toHexString(next % 900 + 1);
  }

  private int daily() {
    return Math.max(2, wallets.count() / WALLETS_EACH);
  }

  /** Paid at midnight: rewards to some wallets, maker rebates to some, and taker rebates to few. */
  private List<Row> rewards() {
    SplittableRandom random = new SplittableRandom(options.seed() ^ 0x72657761L);
    List<Row> rows = new ArrayList<>();
    for (long day = options.begins() / DAY * DAY + DAY; day < options.ends(); day += DAY) {
      for (int i = 0; i < daily(); i++) {
        int draw = random.nextInt(10);
        String kind = draw < 6 ? "REWARD" : draw < 9 ? "MAKER_REBATE" : "TAKER_REBATE";
        SimulatedEvent event = plan.events().get(random.nextInt(plan.events().size()));
        String condition = draw < 6 || draw == 9 ? null : event.conditionIds().get(0);
        rows.add(Row.of(blocks.applyAsLong(day), id(), day, wallets.address(wallets.pick(random)), 1_000 + random.nextLong(50_000_000), kind, condition));
      }
    }
    return rows;
  }

  /** Most from wallet to wallet, some of both outcomes at once; beside them mints and legs of trades, which are none. */
  private List<Row> transfers() {
    SplittableRandom random = new SplittableRandom(options.seed() ^ 0x7472616eL);
    List<Row> rows = new ArrayList<>();
    for (long day = options.begins(); day < options.ends() - DAY; day += DAY) {
      for (int i = 0; i < daily(); i++) {
        long time = day + random.nextLong(DAY);
        SimulatedEvent event = plan.events().get(random.nextInt(plan.events().size()));
        int draw = random.nextInt(10);
        String from = draw == 0 ? ZERO : wallets.address(wallets.pick(random));
        String to = draw == 1 ? wallets.address(SimulatedWallets.EXCHANGE) : wallets.address(wallets.pick(random));
        BigInteger token = new BigInteger(plan.tokenIds().get(event.firstToken()));
        BigInteger opposite = new BigInteger(plan.tokenIds().get(event.firstToken() + 1));
        long shares = 10_000 + random.nextLong(100_000_000);
        rows.add(draw == 2
            ? Row.of(blocks.applyAsLong(time), id(), time, from, from, to, List.of(token, opposite), List.of(shares, shares))
            : Row.of(blocks.applyAsLong(time), id(), time, from, from, to, List.of(token), List.of(shares)));
      }
    }
    return rows;
  }

  /** Two versions of a resolved condition: without a time until its resolution, with it afterwards. */
  private List<Row> conditions() {
    List<Row> rows = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
      boolean resolved = event.resolves() <= options.ends();
      long resolves = resolved ? blocks.applyAsLong(event.resolves()) : Long.MAX_VALUE;
      for (int c = 0; c < event.conditionIds().size(); c++) {
        String id = event.conditionIds().get(c);
        rows.add(new Row(Arrays.asList(id, null, null, null), blocks.applyAsLong(event.opens()), resolves));
        if (resolved) {
          long[] payout = event.payouts()[c];
          rows.add(Row.of(resolves, id, event.resolves(), List.of(payout[0], payout[1]), Hash.of(Hash.mix(event.firstToken() + c))));
        }
      }
    }
    return rows;
  }
}
