package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/** Describes planned events as subgraphs and the catalogue do: tokens, conditions, markets and resolutions. */
final class PlannedEntities {

  private final SimulationOptions options;
  private final MarketPlan plan;
  private final LongUnaryOperator blocks;

  /** @param blocks block of a time */
  PlannedEntities(SimulationOptions options, MarketPlan plan, LongUnaryOperator blocks) {
    this.options = options;
    this.plan = plan;
    this.blocks = blocks;
  }

  RowTable marketDatas() {
    List<Row> rows = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
      for (int i = 0; i < event.conditionIds().size() * 2; i++) {
        rows.add(Row.of(blocks.applyAsLong(event.opens()), plan.tokenIds().get(event.firstToken() + i), event.conditionIds().get(i / 2), (long) (i % 2)));
      }
    }
    return RowTable.of(Schemas.entity(Schemas.ORDERBOOK, "MarketData"), rows);
  }

  List<EntityTable> positionsAndConditions() {
    List<Row> positions = new ArrayList<>();
    List<Row> conditions = new ArrayList<>();
    List<Row> negRisk = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
      long block = blocks.applyAsLong(event.opens());
      for (int i = 0; i < event.conditionIds().size() * 2; i++) {
        positions.add(Row.of(block, plan.tokenIds().get(event.firstToken() + i), event.conditionIds().get(i / 2), (long) (i % 2)));
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

  /** Returns two versions of a resolved condition: without payouts until its resolution, with them afterwards. */
  RowTable conditions() {
    List<Row> rows = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
      long opens = blocks.applyAsLong(event.opens());
      boolean resolved = event.resolves() <= options.ends();
      long resolves = resolved ? blocks.applyAsLong(event.resolves()) : Long.MAX_VALUE;
      for (int c = 0; c < event.conditionIds().size(); c++) {
        String id = event.conditionIds().get(c);
        List<Object> positions = List.of(
            new BigInteger(plan.tokenIds().get(event.firstToken() + c * 2)), new BigInteger(plan.tokenIds().get(event.firstToken() + c * 2 + 1)));
        rows.add(new Row(List.of(id, positions, List.of(), 0L), opens, resolves));
        if (resolved) {
          long[] payout = event.payouts()[c];
          rows.add(Row.of(resolves, id, positions, List.of(payout[0], payout[1]), SimulatedEvent.denominator(payout)));
        }
      }
    }
    return RowTable.of(Schemas.entity(Schemas.PNL, "Condition"), rows);
  }

  List<Dataset.Event> catalogue() {
    List<Dataset.Event> catalogue = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
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
            List.of(plan.tokenIds().get(token), plan.tokenIds().get(token + 1)), closing(event)));
      }
      // an own category here and there, mostly tags only, sometimes neither
      int kind = event.number() % 12;
      catalogue.add(new Dataset.Event(
          Integer.toString(20_000 + event.number()), slug(title, event.number()), title,
          kind == 3 ? event.topic().category() : null, kind == 7 ? List.of() : event.topic().tags(), event.negRiskMarketId(),
          event.opens(), closing(event), markets));
    }
    return catalogue;
  }

  private Long closing(SimulatedEvent event) {
    return event.closes() <= options.ends() ? event.closes() : null;
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

  List<Dataset.Resolution> resolutions() {
    List<Dataset.Resolution> resolutions = new ArrayList<>();
    for (SimulatedEvent event : plan.events()) {
      for (int c = 0; c < event.conditionIds().size(); c++) {
        int condition = event.firstToken() / 2 + c;
        BigDecimal denominator = BigDecimal.valueOf(SimulatedEvent.denominator(event.payouts()[c]));
        boolean resolved = event.resolves() <= options.ends();
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
