package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.ChainClock;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Simulates a history of prediction markets: events, conditions, wallets of different skill, trades, splits, merges, conversions,
 * resolutions and redemptions, and counts the true numbers beside it.
 *
 * <p>The same options give the same history, on any machine. A simulator is used once, by one thread.
 */
public final class MarketSimulator {

  /** Block at the anchor. */
  private static final long LAST_BLOCK = 80_000_000;
  private static final int BURST_MATCHES = 1_500;

  private final SimulationOptions options;
  private final SplittableRandom random;
  private final SimulatedWallets wallets;
  private final long begins;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private final List<String> tokenIds = new ArrayList<>();

  /** Holds a history and its expected results. */
  public record Result(Dataset dataset, GroundTruth groundTruth) {}

  private MarketSimulator(SimulationOptions options) {
    this.options = options;
    this.random = new SplittableRandom(options.seed());
    this.wallets = new SimulatedWallets(options.seed(), options.wallets());
    this.begins = options.anchor() - options.historyDays() * 86_400L;
  }

  /** Simulates a history. */
  public static Result generate(SimulationOptions options) {
    return new MarketSimulator(options).run();
  }

  private long end() {
    return options.anchor() + options.futureDays() * 86_400L;
  }

  private long block(long time) {
    return LAST_BLOCK + Math.floorDiv(time - options.anchor(), ChainClock.BLOCK_SECONDS);
  }

  private Result run() {
    plan();
    // times count from an even second, so that a row's block is half its offset
    long epoch = options.anchor() - (options.historyDays() + 1) * 86_400L;
    FillTable fills = new FillTable(wallets, tokenIds, epoch, block(epoch));
    ActivityRows activity = new ActivityRows(wallets, this::block);
    SimulatedPositions positions = new SimulatedPositions(wallets);
    for (SimulatedEvent event : events) {
      new EventTrading(event, wallets, fills, activity, positions, random.split(), options.anchor())
          .run(end(), event.number() == 0 ? BURST_MATCHES : 0);
    }
    fills.sort();
    Map<String, List<EntityTable>> subgraphs = new LinkedHashMap<>();
    subgraphs.put(Schemas.ORDERBOOK, List.of(fills, new MatchTable(fills), marketDatas()));
    List<EntityTable> ofActivity = new ArrayList<>(activity.tables());
    ofActivity.addAll(positionsAndConditions());
    subgraphs.put(Schemas.ACTIVITY, ofActivity);
    subgraphs.put(Schemas.PNL, List.of(conditions()));
    // the simulated markets are younger than the pools
    List<EntityTable> pools = new ArrayList<>();
    Schemas.subgraphs().get(Schemas.FPMM).values().forEach(type -> pools.add(RowTable.of(type, List.of())));
    subgraphs.put(Schemas.FPMM, pools);
    return new Result(
        new Dataset(options.toString(), LAST_BLOCK, options.anchor(), subgraphs, catalogue(), resolutions()), positions.truth());
  }

  private void plan() {
    int conditions = 0;
    double[] weight = new double[options.conditions() + 12];
    double total = 0;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = Math.min(200, StrictMath.pow(1 - random.nextDouble(), -0.9));
      total += weight[i];
    }
    while (conditions < options.conditions()) {
      SimulatedEvent event = planEvent(events.size(), conditions, weight, options.matches() / total);
      events.add(event);
      conditions += event.conditionIds().size();
    }
  }

  private SimulatedEvent planEvent(int number, int firstCondition, double[] weight, double matchesPerWeight) {
    Topic topic = Topic.ALL.get(random.nextInt(Topic.ALL.size()));
    boolean negRisk = topic.options().size() >= 3 && random.nextInt(10) < 6;
    int size = negRisk ? 3 + random.nextInt(topic.options().size() - 2) : 1;
    long lifetime = 86_400L * (2 + random.nextInt(40)) + random.nextInt(86_400);
    // most end before the anchor, some after the quiet day, a few not at all
    double fate = number == 0 ? 0 : random.nextDouble();
    long resolves = fate < 0.93
        ? begins + lifetime + 1_000 + random.nextLong(options.anchor() - begins - lifetime - 2_000)
        : fate < 0.98 ? options.anchor() + 86_400L + 7_200 + random.nextLong(options.futureDays() * 86_400L - 100_000) : Long.MAX_VALUE;
    long opens = resolves == Long.MAX_VALUE ? options.anchor() - lifetime : Math.max(begins, resolves - lifetime);
    if (opens > options.anchor()) {
      opens = options.anchor() - 86_400;
    }
    List<String> ids = new ArrayList<>();
    long[][] payouts = new long[size][];
    int[] matches = new int[size];
    int winner = random.nextInt(size);
    for (int c = 0; c < size; c++) {
      long key = Hash.mix(options.seed() * 1_000_003 + firstCondition + c);
      ids.add(Hash.of(key));
      tokenIds.add(Hash.token(key));
      tokenIds.add(Hash.token(key ^ 1));
      payouts[c] = negRisk ? new long[] {c == winner ? 1 : 0, c == winner ? 0 : 1} : binaryPayout();
      matches[c] = Math.max(3, (int) Math.round(weight[firstCondition + c] * matchesPerWeight));
    }
    String negRiskMarketId = negRisk ? Hash.of(Hash.mix(number + 0x6e656752L)).substring(0, 64) + "00" : null;
    return new SimulatedEvent(number, topic, negRiskMarketId, ids, firstCondition * 2, opens, resolves, payouts, matches);
  }

  private long[] binaryPayout() {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return new long[] {1, 1};
    }
    if (kind < 5) {
      long yes = 1 + random.nextInt(99);
      return new long[] {yes, 100 - yes};
    }
    return random.nextInt(100) < 45 ? new long[] {1, 0} : new long[] {0, 1};
  }

  private RowTable marketDatas() {
    List<Row> rows = new ArrayList<>();
    for (SimulatedEvent event : events) {
      for (int i = 0; i < event.conditionIds().size() * 2; i++) {
        rows.add(Row.of(block(event.opens()), tokenIds.get(event.firstToken() + i), event.conditionIds().get(i / 2), (long) (i % 2)));
      }
    }
    return RowTable.of(Schemas.entity(Schemas.ORDERBOOK, "MarketData"), rows);
  }

  private List<EntityTable> positionsAndConditions() {
    List<Row> positions = new ArrayList<>();
    List<Row> conditions = new ArrayList<>();
    List<Row> negRisk = new ArrayList<>();
    for (SimulatedEvent event : events) {
      long block = block(event.opens());
      for (int i = 0; i < event.conditionIds().size() * 2; i++) {
        positions.add(Row.of(block, tokenIds.get(event.firstToken() + i), event.conditionIds().get(i / 2), (long) (i % 2)));
      }
      event.conditionIds().forEach(id -> conditions.add(Row.of(block, id)));
      if (event.isNegRisk()) {
        negRisk.add(Row.of(block, event.negRiskMarketId(), event.conditionIds().size()));
      }
    }
    return List.of(
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "NegRiskEvent"), negRisk),
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Position"), positions),
        RowTable.of(Schemas.entity(Schemas.ACTIVITY, "Condition"), conditions));
  }

  /** Two versions of a resolved condition: without payouts until its resolution, with them afterwards. */
  private RowTable conditions() {
    List<Row> rows = new ArrayList<>();
    for (SimulatedEvent event : events) {
      long opens = block(event.opens());
      boolean resolved = event.resolves() <= end();
      long resolves = resolved ? block(event.resolves()) : Long.MAX_VALUE;
      for (int c = 0; c < event.conditionIds().size(); c++) {
        String id = event.conditionIds().get(c);
        List<Object> positions = List.of(
            new BigInteger(tokenIds.get(event.firstToken() + c * 2)), new BigInteger(tokenIds.get(event.firstToken() + c * 2 + 1)));
        rows.add(new Row(List.of(id, positions, List.of(), 0L), opens, resolves));
        if (resolved) {
          long[] payout = event.payouts()[c];
          rows.add(Row.of(resolves, id, positions, List.of(payout[0], payout[1]), SimulatedEvent.denominator(payout)));
        }
      }
    }
    return RowTable.of(Schemas.entity(Schemas.PNL, "Condition"), rows);
  }

  private List<Dataset.Event> catalogue() {
    List<Dataset.Event> catalogue = new ArrayList<>();
    for (SimulatedEvent event : events) {
      String title = title(event, "?");
      List<Dataset.Market> markets = new ArrayList<>();
      for (int c = 0; c < event.conditionIds().size(); c++) {
        String question = event.isNegRisk() ? title(event, event.topic().options().get(c)) : title;
        String questionId = event.isNegRisk()
            ? event.negRiskMarketId().substring(0, 64) + String.format(Locale.ROOT, "%02x", c)
            : Hash.of(Hash.mix(event.number() + 0x7175L));
        int token = event.firstToken() + c * 2;
        markets.add(new Dataset.Market(
            marketId(token / 2), event.conditionIds().get(c), questionId, question, slug(question, token / 2), List.of("Yes", "No"),
            List.of(tokenIds.get(token), tokenIds.get(token + 1)), event.resolves() <= end() ? event.resolves() : null));
      }
      // an own category here and there, mostly tags only, sometimes neither
      int kind = event.number() % 12;
      catalogue.add(new Dataset.Event(
          Integer.toString(20_000 + event.number()), slug(title, event.number()), title,
          kind == 3 ? event.topic().category() : null, kind == 7 ? List.of() : event.topic().tags(), event.negRiskMarketId(),
          event.opens(), event.resolves() <= end() ? event.resolves() : null, markets));
    }
    return catalogue;
  }

  private static String title(SimulatedEvent event, String option) {
    String second = event.isNegRisk() ? "no. " + event.number() : Integer.toString(event.number());
    String first = event.isNegRisk() ? option : Integer.toString(100 + event.number() % 800);
    return String.format(Locale.ROOT, event.topic().question(), first, second);
  }

  private static String slug(String title, int number) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + number;
  }

  private static String marketId(int condition) {
    return Integer.toString(500_000 + condition);
  }

  private List<Dataset.Resolution> resolutions() {
    List<Dataset.Resolution> resolutions = new ArrayList<>();
    for (SimulatedEvent event : events) {
      for (int c = 0; c < event.conditionIds().size(); c++) {
        int condition = event.firstToken() / 2 + c;
        BigDecimal denominator = BigDecimal.valueOf(SimulatedEvent.denominator(event.payouts()[c]));
        boolean resolved = event.resolves() <= end();
        // denominators are 1, 2 and 100: the fractions end
        List<BigDecimal> payouts = resolved
            ? List.of(BigDecimal.valueOf(event.payouts()[c][0]).divide(denominator), BigDecimal.valueOf(event.payouts()[c][1]).divide(denominator))
            : null;
        resolutions.add(new Dataset.Resolution(
            event.conditionIds().get(c), condition % 61 == 60 ? null : marketId(condition), payouts, resolved ? event.resolves() : null));
      }
    }
    return resolutions;
  }
}
