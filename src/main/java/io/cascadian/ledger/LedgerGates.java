package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Can the published numbers be trusted? Each gate is a statement in {@code sql/gates} that answers one row: observed, passed, message; only
 * {@code reference-wallets} compares what its statement answers in {@link ReferenceGate}.
 *
 * <p>Thread-safe.
 */
public final class LedgerGates {

  private static final List<String> BLOCKING = List.of(
      "markets-missing-dim", "conversions-mapped", "events-once", "conservation", "resolved-uncomputed", "payouts-cover-outcomes",
      "contracts-in-wallet-tables", "outcomes-kept", "pending-mutations");
  private static final List<String> INFORMATIONAL = List.of("category-coverage", "contradicted-resolutions", "redemptions-priced");

  private final ClickHouse clickHouse;
  private final GateOptions options;

  /** Gates that expect nothing in particular of this installation. */
  public LedgerGates(ClickHouse clickHouse) {
    this(clickHouse, GateOptions.none());
  }

  public LedgerGates(ClickHouse clickHouse, GateOptions options) {
    this.clickHouse = clickHouse;
    this.options = options;
  }

  /** Asks all gates; those that can block first. */
  public List<GateResult> check() {
    List<GateResult> results = new ArrayList<>();
    BLOCKING.forEach(name -> results.add(ask(name, true, Map.of())));
    results.add(ask("wallets-with-outcomes", options.expectsWallets(), Map.of(
        "least", options.minWallets().orElse(0), "most", options.maxWallets().orElse(Long.MAX_VALUE),
        "expected", options.expectedWallets())));
    results.add(options.referenceWallets()
        .map(wallets -> new ReferenceGate(clickHouse, wallets).ask()).orElseGet(ReferenceGate::unasked));
    INFORMATIONAL.forEach(name -> results.add(ask(name, false, Map.of())));
    return results;
  }

  private GateResult ask(String name, boolean blocking, Map<String, ?> parameters) {
    return clickHouse.queryOne(Sql.load("gates/" + name), parameters,
        row -> new GateResult(name, row.getBoolean("passed"), blocking, row.getString("message")));
  }
}
