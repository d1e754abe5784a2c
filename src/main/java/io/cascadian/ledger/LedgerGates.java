package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Can the published numbers be trusted? Each gate is a statement in {@code sql/gates} that answers one row: observed, passed, message.
 *
 * <p>Thread-safe.
 */
public final class LedgerGates {

  private static final List<String> BLOCKING = List.of(
      "markets-missing-dim", "conversions-mapped", "events-once", "conservation", "resolved-uncomputed", "payouts-cover-outcomes",
      "contracts-in-wallet-tables", "outcomes-kept", "pending-mutations");
  private static final List<String> INFORMATIONAL = List.of("category-coverage", "contradicted-resolutions", "redemptions-priced");

  private final ClickHouse clickHouse;

  public LedgerGates(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Asks all gates, the blocking ones first. */
  public List<GateResult> check() {
    List<GateResult> results = new ArrayList<>();
    BLOCKING.forEach(name -> results.add(ask(name, true)));
    INFORMATIONAL.forEach(name -> results.add(ask(name, false)));
    return results;
  }

  private GateResult ask(String name, boolean blocking) {
    return clickHouse.queryOne(Sql.load("gates/" + name), Map.of(),
        row -> new GateResult(name, row.getBoolean("passed"), blocking, row.getString("message")));
  }
}
