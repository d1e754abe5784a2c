package io.cascadian.ledger;

import io.cascadian.publish.Derived;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.TableWriter;
import io.cascadian.publish.Unit;
import io.cascadian.publish.WorkTable;
import java.util.List;

/**
 * Describes the published tables of wallets: what they hold, paid and earned, and whether they stood for what came true.
 *
 * <p>Raise a version when the same raw rows give other rows than before; {@code GoldenTablesIT} fails where that was forgotten.
 */
public final class WalletTables {

  private static final List<String> WALLET_AND_CONDITION = List.of("wallet", "condition_id");
  private static final List<String> WALLET_AND_OUTCOME = List.of("wallet", "condition_id", "outcome_index");

  private static final Unit WALLETS = new Unit("wallets", WALLET_AND_CONDITION, "ledger_affected",
      // what came is looked for once for both units
      List.of("ledger/group-questions", "ledger/token-conditions", "ledger/converting-wallets", "ledger/new-trades", "ledger/new-position-events"),
      List.of("ledger_new_trades", "ledger_new_position_events", "ledger_affected_trades", "ledger_former"),
      List.of("ledger/affected", "ledger/affected-groups", "ledger/former", "ledger/affected-late", "ledger/affected-trades"),
      "ledger/all-wallets", "ledger/trades-in-scope", List.of("ledger/wallet-events"));
  private static final Unit TOKENS = new Unit("tokens", List.of("token_id"), "ledger_affected_tokens",
      List.of(), List.of(), List.of("ledger/affected-tokens"), "ledger/all-tokens", null, List.of());

  private static final Unit CONDITIONS = new Unit("conditions", List.of("condition_id"), "ledger_affected_conditions",
      List.of(), List.of(), List.of("ledger/affected-conditions"), "ledger/all-conditions", null, List.of());

  private static final WorkTable PAYOUTS = new WorkTable("ledger_conditions", 1, WALLETS, TableWriter.statements("ledger/conditions"));
  private static final WorkTable EVENTS_APPLIED = new WorkTable(PositionsTable.NAME, 3, WALLETS, new PositionsTable());
  private static final WorkTable CONDITIONS_OF_WALLETS = new WorkTable("ledger_wallet_conditions", 1, WALLETS, TableWriter.statements("ledger/conditions-of-wallets"));

  /** What all other tables of wallets are derived from: positions that go on from the last build. */
  private static final PublishedTable CHECKPOINTS = new PublishedTable(PositionsTable.CHECKPOINTS, 2, WALLETS, List.of("condition_id", "wallet", "outcome_index"),
      List.of(PAYOUTS, EVENTS_APPLIED), TableWriter.statements("ledger/checkpoints"));
  private static final List<Derived> BY_CONDITION = List.of(PAYOUTS, EVENTS_APPLIED, CHECKPOINTS, CONDITIONS_OF_WALLETS);
  private static final PublishedTable POSITIONS = new PublishedTable("outcome_positions_v2", 2, WALLETS, WALLET_AND_OUTCOME,
      List.of(PAYOUTS, EVENTS_APPLIED, CHECKPOINTS), TableWriter.statements("ledger/positions"), List.of("ledger/verify-trades", "ledger/verify-sets", "ledger/verify-contracts"));
  private static final PublishedTable CASH_FLOWS = new PublishedTable("trade_cashflows_v3", 2, WALLETS, WALLET_AND_CONDITION,
      BY_CONDITION, TableWriter.statements("ledger/cashflows"), List.of("ledger/verify-trades"));
  private static final PublishedTable CONDITION_PNL = byCondition("wallet_condition_pnl", 2, "ledger/condition-pnl");
  private static final PublishedTable OUTCOMES = byCondition("wallet_resolution_outcomes", 2, "ledger/outcomes");
  /** What HTTP reads. */
  private static final PublishedTable WALLET_CONDITIONS = byCondition("wallet_conditions", 1, "ledger/wallet-conditions");
  private static final PublishedTable CATEGORY_PNL = statement("wallet_category_pnl", 1, List.of("wallet", "canonical_category"), "ledger/category-pnl");
  private static final PublishedTable AVERAGE_COST = new PublishedTable("wallet_average_cost_pnl", 2, WALLETS, WALLET_AND_OUTCOME,
      List.of(PAYOUTS, EVENTS_APPLIED, CHECKPOINTS), TableWriter.statements("ledger/average-cost"), List.of("ledger/verify-holdings"));
  private static final PublishedTable OPEN_POSITIONS = statement("wallet_open_positions", 2, WALLET_AND_OUTCOME, "ledger/open-positions");
  private static final PublishedTable CONDITION_TOTALS = new PublishedTable("condition_totals", 2, CONDITIONS, List.of("condition_id"), List.of(CHECKPOINTS),
      TableWriter.statements("ledger/condition-totals"));
  private static final PublishedTable LAST_PRICES = new PublishedTable(
      "token_last_prices", 2, TOKENS, List.of("token_id"), List.of(), TableWriter.statements("ledger/last-prices"));

  private WalletTables() {}

  /** Returns the tables in the order in which they are filled. */
  public static List<PublishedTable> tables() {
    return List.of(CHECKPOINTS, POSITIONS, CASH_FLOWS, CONDITION_PNL, OUTCOMES, CATEGORY_PNL, AVERAGE_COST, OPEN_POSITIONS, WALLET_CONDITIONS, CONDITION_TOTALS, LAST_PRICES);
  }

  private static PublishedTable byCondition(String name, int version, String file) {
    return new PublishedTable(name, version, WALLETS, WALLET_AND_CONDITION, BY_CONDITION, TableWriter.statements(file));
  }

  private static PublishedTable statement(String name, int version, List<String> key, String file) {
    return new PublishedTable(name, version, WALLETS, key, List.of(PAYOUTS, EVENTS_APPLIED, CHECKPOINTS), TableWriter.statements(file));
  }
}
