package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.store.ClickHouse;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is loaded without a source must be what reading the source stores. */
class HistoryLoadIT {

  private static final long ENDS = 1_759_968_000L;
  private static final SimulationOptions OPTIONS = SimulationOptions.ending(7, 20_000, 1_000, ENDS, 1.0);

  @Test
  void loadedHistoryAndDay_areWhatIngestStores() {
    Dataset dataset = MarketSimulator.generate(OPTIONS).dataset();
    ClickHouse loaded = TestStores.freshClickHouse();
    HistoryLoad load = new HistoryLoad(loaded, MarketSimulator.of(OPTIONS), whenAnEventIsThereThatVanishes(dataset), ENDS - 86_400, ENDS);
    HistoryLoad.Loaded history = load.loadHistory();
    HistoryLoad.Loaded days = load.loadDay(1);
    assertThat(load.loadDay(2).fills()).isPositive();
    assertThat(history.fills()).isPositive();
    assertThat(days.fills()).isPositive();
    assertThat(days.removed()).isPositive();

    // the source a little after the end: nothing happens any more, and the pinned block covers everything
    try (World world = new World(dataset, ENDS + 600)) {
      world.catalogue(1, CategoryDefinitions.builtIn());
      world.ingest(1);
      for (String table : List.of("trades_raw", "position_events", "tokens_dim", "market_resolutions", "condition_market_map", "neg_risk_groups")) {
        assertThat(content(loaded, table)).as(table).isEqualTo(content(world.clickHouse, table));
      }
    } finally {
      TestStores.drop(loaded);
    }
  }

  /** The time at which the history is cut: the first load has an event that is removed later. */
  private static long whenAnEventIsThereThatVanishes(Dataset dataset) {
    EntityTable fills = dataset.subgraphs().get(Schemas.ORDERBOOK).get(0);
    for (int row = fills.size() / 2; row < fills.size() - 1; row++) {
      if (fills.removedAtBlock(row) < Long.MAX_VALUE && !fills.value(row, 0).equals(fills.value(row + 1, 0))) {
        return (Long) fills.value(row, 2) + 60;
      }
    }
    throw new AssertionError("no event vanishes");
  }

  /** Rows and a checksum of all columns but those that name the run that wrote them. */
  private static String content(ClickHouse clickHouse, String table) {
    boolean view = table.equals("condition_market_map") || table.equals("neg_risk_groups");
    return clickHouse.queryOne("SELECT concat(toString(count()), ' ', toString(sum(cityHash64(toString(tuple(* "
        + (table.equals("neg_risk_groups") ? "" : view ? "EXCEPT (changed_in)" : "EXCEPT (revision, is_deleted)") + "))))))"
        + " FROM " + table + (view ? "" : " FINAL"), Map.of(), row -> row.getString(1));
  }
}
