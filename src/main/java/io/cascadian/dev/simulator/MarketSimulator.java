package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.ChainClock;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.source.SandboxSimulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

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
  private final MarketPlan plan;
  private final PlannedEntities entities;
  private final SimulatedPositions positions;
  private final ActivityRows activity;

  /** Holds a history and its expected results. */
  public record Result(Dataset dataset, GroundTruth groundTruth) {}

  /**
   * Holds a part of a history: what happened in some events.
   *
   * @param fills in order
   * @param positionEvents splits, merges, redemptions and conversions, a table for each kind
   */
  public record Part(EntityTable fills, List<EntityTable> positionEvents) {

    /** Returns all tables. */
    public List<EntityTable> tables() {
      List<EntityTable> tables = new ArrayList<>(positionEvents);
      tables.add(0, fills);
      return tables;
    }
  }

  private MarketSimulator(SimulationOptions options, SplittableRandom random, MarketPlan plan) {
    this.options = options;
    this.random = random;
    this.plan = plan;
    this.wallets = isSkewed()
        ? SimulatedWallets.zipf(options.seed(), options.wallets(), options.zipfExponent())
        : SimulatedWallets.alike(options.seed(), options.wallets());
    this.entities = new PlannedEntities(options, plan, this::block);
    this.positions = new SimulatedPositions(wallets);
    this.activity = new ActivityRows(wallets, this::block);
  }

  /** Simulates a history with all rows in memory. */
  public static Result generate(SimulationOptions options) {
    return of(options).run();
  }

  /** Simulates what a sandbox serves. */
  public static Dataset generate(SandboxSimulation simulation) {
    MarketSimulator simulator = of(SimulationOptions.of(simulation));
    Dataset markets = simulator.run().dataset();
    return simulation.optionalStreams()
        ? new OptionalEntities(simulator.options, simulator.plan, simulator.wallets, simulator::block).addedTo(markets)
        : markets;
  }

  /** Plans a history that is simulated in parts. */
  public static MarketSimulator of(SimulationOptions options) {
    SplittableRandom random = new SplittableRandom(options.seed());
    return new MarketSimulator(options, random, options.version() > 1 ? SkewedPlan.draw(options) : UniformPlan.draw(options, random));
  }

  private boolean isSkewed() {
    return options.version() > 1;
  }

  /** Returns the block of a time, UTC seconds. */
  public long block(long time) {
    return LAST_BLOCK + Math.floorDiv(time - options.anchor(), ChainClock.BLOCK_SECONDS);
  }

  /**
   * Returns a simulator of the same history without the events whose trading ended first, which have about so much of all trades. The other events are as they
   * are with them, so that a day is the same after a shorter history. Not for version 1.
   *
   * @param share 0 to 1
   */
  public MarketSimulator withoutOldest(double share) {
    List<SimulatedEvent> byClosing = new ArrayList<>(plan.events());
    byClosing.sort(Comparator.comparingLong(SimulatedEvent::closes));
    double left = share * byClosing.stream().mapToDouble(this::expectedMatches).sum();
    int first = 0;
    while (first < byClosing.size() && left > 0) {
      left -= expectedMatches(byClosing.get(first++));
    }
    List<SimulatedEvent> younger = new ArrayList<>(byClosing.subList(first, byClosing.size()));
    younger.sort(Comparator.comparingInt(SimulatedEvent::number));
    return new MarketSimulator(options, random, new MarketPlan(younger, plan.tokenIds()));
  }

  private double expectedMatches(SimulatedEvent event) {
    return event.plannedMatches() * TradingPace.SKEWED.partUntil((double) (options.ends() - event.opens()) / (event.closes() - event.opens()));
  }

  /**
   * Returns what the subgraph has of each condition: its tokens, and a second version with payouts from its resolution on.
   */
  public EntityTable conditions() {
    return entities.conditions();
  }

  /** Returns the catalogue as of the end of the history. */
  public List<Dataset.Event> catalogue() {
    return entities.catalogue();
  }

  /**
   * Simulates event by event and hands the rows over in parts of a bounded number of fills, so that memory does not grow with the history. A part has whole
   * events; one of them may have more fills than that.
   */
  public void forEachPart(int fills, Consumer<Part> consumer) {
    FillTable table = newFillTable();
    for (SimulatedEvent event : plan.events()) {
      trade(event, table);
      if (table.size() >= fills) {
        consumer.accept(part(table));
        table = newFillTable();
      }
    }
    consumer.accept(part(table));
  }

  private Part part(FillTable fills) {
    fills.sort();
    return new Part(fills, activity.take());
  }

  private FillTable newFillTable() {
    // times count from an even second, so that a row's block is half its offset
    long epoch = options.begins() - 86_400L;
    return new FillTable(wallets, plan.tokenIds(), epoch, block(epoch));
  }

  private void trade(SimulatedEvent event, FillSink fills) {
    SplittableRandom own = isSkewed() ? new SplittableRandom(Hash.mix(options.seed() ^ Hash.mix(event.number()))) : random.split();
    FillSink sink = switch (options.version()) {
      case 1 -> fills;
      case 2 -> new CorrectedFills(fills);
      default -> new CorrectedMatches(fills, wallets);
    };
    TradingPace pace = isSkewed() ? TradingPace.SKEWED : TradingPace.TOWARDS_THE_END;
    new EventTrading(event, wallets, new EventTrading.Books(sink, activity, positions), own, pace, options.anchor())
        .run(options.ends(), !isSkewed() && event.number() == 0 ? BURST_MATCHES : 0);
  }

  private Result run() {
    FillTable fills = newFillTable();
    plan.events().forEach(event -> trade(event, fills));
    Part all = part(fills);
    Map<String, List<EntityTable>> subgraphs = new LinkedHashMap<>();
    subgraphs.put(Schemas.ORDERBOOK, List.of(fills, new MatchTable(fills), entities.marketDatas()));
    List<EntityTable> ofActivity = new ArrayList<>(all.positionEvents());
    ofActivity.addAll(entities.positionsAndConditions());
    subgraphs.put(Schemas.ACTIVITY, ofActivity);
    subgraphs.put(Schemas.PNL, List.of(conditions()));
    // the simulated markets are younger than the pools
    List<EntityTable> pools = new ArrayList<>();
    Schemas.subgraphs().get(Schemas.FPMM).values().forEach(type -> pools.add(RowTable.of(type, List.of())));
    subgraphs.put(Schemas.FPMM, pools);
    return new Result(
        new Dataset(options.identity(), LAST_BLOCK, options.anchor(), subgraphs, catalogue(), entities.resolutions()), positions.truth());
  }
}
