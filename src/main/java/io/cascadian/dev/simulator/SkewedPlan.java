package io.cascadian.dev.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the events of versions from 2 on, which have the tail of the real market.
 *
 * <ul>
 *   <li>Conditions live from five minutes to a year ({@link MarketKind}), so that most fills of a day are in young ones.
 *   <li>Popularity has a tail within each kind: of conditions alike in all else, some have a thousand times the fills of others.
 *   <li>The market grows: it has nine times as many fills a day at the end of the history as at its beginning.
 *   <li>Outcomes are reported minutes to weeks after trading has ended.
 * </ul>
 *
 * Used once.
 */
final class SkewedPlan {

  private static final double MOST_POPULAR = 1_000;
  /** Order-filled events of a match: the taker's own and those of its makers. */
  private static final double FILLS_PER_MATCH = 2.88;
  /** Density of openings at the beginning of the history; the average is 1. */
  private static final double DENSITY_AT_BEGINNING = 0.2;
  private static final long DAY = 86_400;
  private static final List<Topic> COINS = Topic.ALL.stream().filter(topic -> "Crypto".equals(topic.category())).toList();

  private final SimulationOptions options;
  private final SplittableRandom random;

  /** Holds an event before it has its number; {@code matches} are expected ones, in the whole life of the conditions. */
  private record Draft(MarketKind kind, Topic topic, boolean negRisk, long opens, long closes, long resolves, double[] matches, long[][] payouts) {

    /** Returns expected matches until a time. */
    double until(long time) {
      double part = TradingPace.SKEWED.partUntil((double) (time - opens) / (closes - opens));
      double sum = 0;
      for (double of : matches) {
        sum += of * part;
      }
      return sum;
    }

    void scale(double factor) {
      for (int i = 0; i < matches.length; i++) {
        matches[i] *= factor;
      }
    }
  }

  private SkewedPlan(SimulationOptions options) {
    this.options = options;
    this.random = new SplittableRandom(options.seed() ^ 0x736b6577L);
  }

  static MarketPlan draw(SimulationOptions options) {
    return new SkewedPlan(options).plan();
  }

  private MarketPlan plan() {
    List<Draft> drafts = new ArrayList<>();
    for (MarketKind kind : MarketKind.values()) {
      drafts.addAll(drafts(kind));
    }
    drafts.sort(Comparator.comparingLong(Draft::opens));
    List<SimulatedEvent> events = new ArrayList<>();
    List<String> tokenIds = new ArrayList<>();
    for (Draft draft : drafts) {
      events.add(event(draft, events.size(), tokenIds));
    }
    return new MarketPlan(events, tokenIds);
  }

  /** Draws the events of a kind, whose matches until the anchor add up to the kind's share of all. */
  private List<Draft> drafts(MarketKind kind) {
    double beyond = (double) (options.ends() - options.begins()) / (options.anchor() - options.begins());
    int conditions = (int) Math.ceil(kind.conditions(options.fills()) * beyond);
    List<Draft> drafts = new ArrayList<>();
    for (int drawn = 0; drawn < conditions; ) {
      Draft draft = draft(kind, Math.min(MOST_POPULAR, Math.max(3, conditions)));
      drafts.add(draft);
      drawn += draft.matches.length;
    }
    double matches = drafts.stream().mapToDouble(draft -> draft.until(options.anchor())).sum();
    double wanted = options.fills() / FILLS_PER_MATCH * kind.share();
    drafts.forEach(draft -> draft.scale(wanted / Math.max(1e-9, matches)));
    return drafts;
  }

  private Draft draft(MarketKind kind, double mostPopular) {
    List<Topic> topics = kind.isShort() ? COINS : Topic.ALL;
    Topic topic = topics.get(random.nextInt(topics.size()));
    boolean negRisk = !kind.isShort() && topic.options().size() >= 3 && random.nextInt(10) < 6;
    int size = negRisk ? 3 + random.nextInt(topic.options().size() - 2) : 1;
    long opens = behindQuietDay(kind.opening(opening()));
    long closes = opens + kind.lifetime(random);
    if (isQuiet(closes)) {
      closes += DAY;
    }
    long resolves = behindQuietDay(closes + kind.resolutionDelay(random));
    double[] matches = new double[size];
    long[][] payouts = new long[size][];
    int winner = random.nextInt(size);
    for (int c = 0; c < size; c++) {
      matches[c] = Math.min(mostPopular, 1 / (1 - random.nextDouble()));
      payouts[c] = negRisk ? Payouts.ofGroup(c == winner) : Payouts.binary(random);
    }
    return new Draft(kind, topic, negRisk, opens, closes, resolves, matches, payouts);
  }

  /** Draws when an event opens, by a density that grows evenly. */
  private long opening() {
    double b = DENSITY_AT_BEGINNING;
    double a = 1 - b;
    double place = (-b + StrictMath.sqrt(b * b + 4 * a * random.nextDouble())) / (2 * a);
    return options.begins() + (long) (place * (options.ends() - options.begins() - 600));
  }

  /** Nothing may happen in the day after the anchor, unless the history ends there. */
  private boolean isQuiet(long time) {
    return options.futureDays() > 0 && time > options.anchor() && time <= options.anchor() + DAY + 3_600;
  }

  private long behindQuietDay(long time) {
    return isQuiet(time) ? time + DAY + 3_600 : time;
  }

  private SimulatedEvent event(Draft draft, int number, List<String> tokenIds) {
    int firstCondition = tokenIds.size() / 2;
    int size = draft.matches.length;
    List<String> ids = new ArrayList<>();
    int[] matches = new int[size];
    for (int c = 0; c < size; c++) {
      long key = Hash.mix(options.seed() * 1_000_003 + firstCondition + c);
      ids.add(Hash.of(key));
      tokenIds.add(Hash.token(key));
      tokenIds.add(Hash.token(key ^ 1));
      matches[c] = (int) Math.max(1, Math.round(draft.matches[c]));
    }
    String negRiskMarketId = draft.negRisk ? Hash.of(Hash.mix(number + 0x6e656752L)).substring(0, 64) + "00" : null;
    return new SimulatedEvent(
        number, draft.topic, negRiskMarketId, ids, firstCondition * 2, draft.opens, draft.closes, draft.resolves, draft.payouts, matches);
  }
}
