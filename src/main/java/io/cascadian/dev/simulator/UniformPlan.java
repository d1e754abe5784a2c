package io.cascadian.dev.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the events of version 1: they live for days or weeks and are spread evenly over the history. Used once. */
final class UniformPlan {

  private final SimulationOptions options;
  private final SplittableRandom random;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private final List<String> tokenIds = new ArrayList<>();

  private UniformPlan(SimulationOptions options, SplittableRandom random) {
    this.options = options;
    this.random = random;
  }

  static MarketPlan draw(SimulationOptions options, SplittableRandom random) {
    return new UniformPlan(options, random).plan();
  }

  private MarketPlan plan() {
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
    return new MarketPlan(events, tokenIds);
  }

  private SimulatedEvent planEvent(int number, int firstCondition, double[] weight, double matchesPerWeight) {
    Topic topic = Topic.ALL.get(random.nextInt(Topic.ALL.size()));
    boolean negRisk = topic.options().size() >= 3 && random.nextInt(10) < 6;
    int size = negRisk ? 3 + random.nextInt(topic.options().size() - 2) : 1;
    long lifetime = 86_400L * (2 + random.nextInt(40)) + random.nextInt(86_400);
    // most end before the anchor, some after the quiet day, a few not at all
    double fate = number == 0 ? 0 : random.nextDouble();
    long resolves = fate < 0.93
        ? options.begins() + lifetime + 1_000 + random.nextLong(options.anchor() - options.begins() - lifetime - 2_000)
        : fate < 0.98 ? options.anchor() + 86_400L + 7_200 + random.nextLong(options.futureDays() * 86_400L - 100_000) : Long.MAX_VALUE;
    long opens = resolves == Long.MAX_VALUE ? options.anchor() - lifetime : Math.max(options.begins(), resolves - lifetime);
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
      payouts[c] = negRisk ? Payouts.ofGroup(c == winner) : Payouts.binary(random);
      matches[c] = Math.max(3, (int) Math.round(weight[firstCondition + c] * matchesPerWeight));
    }
    String negRiskMarketId = negRisk ? Hash.of(Hash.mix(number + 0x6e656752L)).substring(0, 64) + "00" : null;
    return new SimulatedEvent(number, topic, negRiskMarketId, ids, firstCondition * 2, opens, resolves, resolves, payouts, matches);
  }
}
