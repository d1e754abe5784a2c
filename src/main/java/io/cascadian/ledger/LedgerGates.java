package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists the gates on the published numbers, and asks them. Each is a statement in {@code sql/gates} that answers one row: observed, passed, message; only
 * {@code reference-wallets} compares what its statement answers in {@link ReferenceGate}.
 *
 * <p>Thread-safe.
 */
public final class LedgerGates {

  private static final List<String> BLOCKING = List.of(
      "markets-missing-dim", "conversions-mapped", "events-once", "conservation", "resolved-uncomputed", "payouts-cover-outcomes",
      "contracts-in-wallet-tables", "outcomes-kept", "pending-mutations");
  /** Those whose statement would look at all of history, and that have another one for what came or changed since a run. */
  private static final Set<String> GROWING = Set.of("markets-missing-dim", "conversions-mapped", "events-once", "conservation", "resolved-uncomputed",
      "payouts-cover-outcomes", "redemptions-priced");
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

  /** Returns all gates that are asked by a statement, of everything; those that can block first. */
  public List<LedgerGate> all() {
    return since(0, Set.of());
  }

  /**
   * Returns all gates. Those that look at events and at what is published of them are asked of what came or changed since a run, where the blocking ones passed,
   * so that a night costs what happened in it and not what history costs.
   *
   * @param since fence of that run; 0 for everything
   * @param failed gates that did not pass when they were asked last, and are asked of everything: one that blocks nothing may have failed at that run
   */
  public List<LedgerGate> since(long since, Set<String> failed) {
    List<LedgerGate> gates = new ArrayList<>();
    BLOCKING.forEach(name -> gates.add(gate(name, true, since)));
    gates.add(LedgerGate.of("wallets-with-outcomes", options.expectsWallets(), Map.of(
        "least", options.minWallets().orElse(0), "most", options.maxWallets().orElse(Long.MAX_VALUE), "expected", options.expectedWallets())));
    options.referenceWallets().ifPresent(wallets -> gates.add(new ReferenceGate(wallets).gate()));
    INFORMATIONAL.forEach(name -> gates.add(gate(name, false, failed.contains(name) ? 0 : since)));
    return gates;
  }

  private static LedgerGate gate(String name, boolean blocking, long since) {
    return since > 0 && GROWING.contains(name) ? LedgerGate.since(name, blocking, since) : LedgerGate.of(name, blocking, Map.of());
  }

  /** Returns what gates say that there is nothing to ask for; such as reference wallets where none are known. */
  public List<GateResult> unasked() {
    return options.referenceWallets().isPresent() ? List.of() : List.of(ReferenceGate.unasked());
  }

  /** Asks all gates now, of everything. */
  public List<GateResult> check() {
    return check(0);
  }

  /** Asks all gates now, of what changed since a run. */
  List<GateResult> check(long since) {
    List<GateResult> results = new ArrayList<>(since(since, Set.of()).stream().map(this::ask).toList());
    results.addAll(unasked());
    return results;
  }

  private GateResult ask(LedgerGate gate) {
    String sql = gate.statement().replaceAll(":\\?(\\w+)", "{$1:String}");
    List<Map<String, Object>> rows = new ArrayList<>();
    clickHouse.forEach(sql, gate.parameters(), row -> {
      Map<String, Object> values = new HashMap<>();
      gate.columns().forEach(column -> values.put(column, row.getString(column)));
      rows.add(values);
    });
    return gate.result(rows);
  }
}
