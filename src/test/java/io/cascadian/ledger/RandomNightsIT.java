package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.Publisher;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Whatever happens in some nights, in whatever order: what each night published is what a rebuild of everything gives. */
class RandomNightsIT {

  private static final int WALLETS = 3;
  private static final int MARKETS = 4;

  /** What can happen. */
  enum Kind {
    BUY, SELL, SPLIT, MERGE, REDEMPTION, CONVERSION, RESOLUTION, RESOLUTION_GONE, TOKEN_MAPPED, TOKEN_GONE, GROUP_CHANGED, CONTRACT, CONTRACT_GONE, TRADE_GONE,
    TRADE_CORRECTED, TRADE_AGAIN, POSITION_EVENT_GONE, POSITION_EVENT_CORRECTED
  }

  /** One of these, with numbers from which wallet, market, amount and the like follow. */
  record Happening(Kind kind, int wallet, int market, int number) {}

  @Property(tries = 2, shrinking = ShrinkingMode.BOUNDED)
  void eachNight_publishesWhatARebuildGives(@ForAll("nights") List<List<Happening>> nights) {
    check(nights);
  }

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  @Tag("proof")
  void eachNight_publishesWhatARebuildGives_manyTimes(@ForAll("nights") List<List<Happening>> nights) {
    check(nights);
  }

  @Provide
  Arbitrary<List<List<Happening>>> nights() {
    return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(1, WALLETS), Arbitraries.integers().between(1, MARKETS),
        Arbitraries.integers().between(0, 11)).as(Happening::new).list().ofMinSize(1).ofMaxSize(12).list().ofMinSize(2).ofMaxSize(5);
  }

  private static void check(List<List<Happening>> nights) {
    Nights world = new Nights();
    try {
      for (List<Happening> night : nights) {
        night.forEach(world::happens);
        world.publish();
        Map<String, Object> rebuilt = world.publisher().dryRunRebuild(FenceGuard.of(++world.fence)).details();
        assertThat(rebuilt).as("after %s", night).containsEntry("rows_differing", 0L);
        world.publisher().recordGateResult(true, true, FenceGuard.of(world.fence));
      }
    } finally {
      world.close();
    }
  }

  private static final class Nights extends Scenario {

    private static final String CHANGE = "INSERT INTO %1$s SELECT * REPLACE (%2$s AS revision, %3$s) FROM %1$s FINAL WHERE event_id = '%4$s'";

    private final List<String> trades = new ArrayList<>();
    private final List<String> positionEvents = new ArrayList<>();

    Nights() {
      for (int market = 1; market <= MARKETS; market++) {
        // the first is no question of the group
        if (market == 1) {
          market(market, "Yes", "No");
        } else {
          negRiskMarket(market, market - 2);
        }
      }
    }

    Publisher publisher() {
      return World.publisher(clickHouse, postgres);
    }

    void happens(Happening what) {
      String wallet = "0x" + Integer.toString(what.wallet).repeat(40);
      int number = what.number;
      int market = what.market;
      // most nights' events are later than those before, some are not
      time = 1_760_000_000 + 10 * fence + number * 7 % 35;
      switch (what.kind) {
        case BUY, SELL -> {
          trade(wallet, market, number % 2, what.kind.name(), Integer.toString(1 + number), "0." + (1 + number % 9),
              number % 3 == 0 ? "0.05" : "0", number % 4 == 0 ? "V2" : "V1", time);
          trades.add(newest("trades_raw"));
        }
        case SPLIT, MERGE, REDEMPTION -> {
          positionEvent(wallet, what.kind.name(), market, Integer.toString(1 + number));
          positionEvents.add(newest("position_events"));
        }
        case CONVERSION -> {
          conversion(wallet, Integer.toString(1 + number), 1 + number % 6, 3);
          positionEvents.add(newest("position_events"));
        }
        case RESOLUTION -> resolve(market, "chain", "INDEX", number % 3 == 0 ? 0 : 1, number % 3 == 1 ? 0 : 1);
        case RESOLUTION_GONE -> clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, revision, is_deleted) VALUES ('"
            + condition(market) + "', 'chain', " + (fence + 1) + ", 1)", Map.of());
        // often its own condition again
        case TOKEN_MAPPED -> token(market, number % 2, number < 6 ? market : 1 + number % MARKETS, 0);
        case TOKEN_GONE -> token(market, number % 2, market, 1);
        case GROUP_CHANGED -> marketRow(market, "Yes", "No", number < 8 ? GROUP : "", number < 8 ? number % 4 : 0);
        case CONTRACT -> contract(wallet, 0);
        case CONTRACT_GONE -> contract(wallet, 1);
        case TRADE_GONE -> change("trades_raw", trades, number, "1 AS is_deleted");
        case TRADE_CORRECTED -> {
          if (!trades.isEmpty()) {
            // as a comparison with the source does before it writes
            clickHouse.execute("INSERT INTO corrected_events SELECT wallet, token_id, '', '', " + (fence + 1) + " FROM trades_raw FINAL WHERE event_id = '"
                + trades.get(number % trades.size()) + "'", Map.of());
          }
          change("trades_raw", trades, number, (1 + number) + " AS shares, toDateTime(" + (time + number) + ", 'UTC') AS ts");
        }
        case TRADE_AGAIN -> change("trades_raw", trades, number, "source AS source");
        case POSITION_EVENT_GONE -> change("position_events", positionEvents, number, "1 AS is_deleted");
        case POSITION_EVENT_CORRECTED -> change("position_events", positionEvents, number, (1 + number) + " AS amount");
      }
    }

    private String newest(String table) {
      return clickHouse.queryOne("SELECT argMax(event_id, toUInt64(substring(event_id, 2))) FROM " + table, Map.of(), row -> row.getString(1));
    }

    private void token(int market, int outcome, int to, int gone) {
      clickHouse.execute("INSERT INTO tokens_dim VALUES (" + (market * 10 + outcome) + ", '" + condition(to) + "', " + outcome + ", 'test', " + (fence + 1)
          + ", " + gone + ")", Map.of());
    }

    private void contract(String wallet, int gone) {
      clickHouse.execute("INSERT INTO contracts (address, source, kind, revision, is_deleted) VALUES ('" + wallet + "', 'configured', 'exchange', " + (fence + 1)
          + ", " + gone + ")", Map.of());
    }

    private void change(String table, List<String> events, int number, String columns) {
      if (!events.isEmpty()) {
        clickHouse.execute(String.format(java.util.Locale.ROOT, CHANGE, table, fence + 1, columns, events.get(number % events.size())), Map.of());
      }
    }
  }
}
