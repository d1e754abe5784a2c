package io.cascadian.e2e;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.testkit.World;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in the tables of a data directory, row by row but for the run that wrote them? */
public final class PublishedTables {

  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    for (String table : new String[] {"trades_raw", "position_events", "tokens_dim", "markets_dim", "events_dim", "market_resolutions"}) {
      TABLES.put(table, "SELECT * EXCEPT (revision, is_deleted) FROM " + table + " FINAL");
    }
    World.tables().forEach(table -> TABLES.put(table.name(), "SELECT * EXCEPT (revision) FROM " + table.name()));
    for (String view : new String[] {"condition_market_map", "winning_index"}) {
      TABLES.put(view, "SELECT * EXCEPT (changed_in) FROM " + view);
    }
    for (String view : new String[] {"wallet_realized_pnl_final", "realized_pnl_by_market_final", "wallet_unrealized_pnl_v2",
        "wallet_pnl_summary_final"}) {
      TABLES.put(view, "SELECT * FROM " + view);
    }
  }

  private PublishedTables() {}

  static Map<String, String> of(Path dataDir) {
    Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, dataDir.toString()), Map.of(), dataDir);
    try (Stores stores = Stores.open(settings, line -> { })) {
      return of(stores.clickHouse());
    }
  }

  public static Map<String, String> of(ClickHouse clickHouse) {
    Map<String, String> checksums = new LinkedHashMap<>();
    TABLES.forEach((table, rows) -> checksums.put(table, clickHouse.queryOne(
        "SELECT concat(toString(count()), ' rows ', hex(sum(sipHash64(toString(tuple(*)))))) FROM (" + rows + ")",
        Map.of(), row -> row.getString(1))));
    return checksums;
  }
}
