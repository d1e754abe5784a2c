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
  private static final String TRADES = "ledger/verify-trades";

  private static final Unit WALLETS = new Unit("wallets", WALLET_AND_CONDITION, "ledger_affected",
      List.of("ledger/group-members", "ledger/token-conditions", "ledger/no-affected-trades"),
      List.of("ledger/affected", "ledger/affected-by-conversions", "ledger/affected-trades"), "ledger/all-wallets", "ledger/trades-in-scope");
  private static final Unit TOKENS = new Unit("tokens", List.of("token_id"), "ledger_affected_tokens",
      List.of(), List.of("ledger/affected-tokens"), "ledger/all-tokens", null);

  private static final WorkTable LEGS = new WorkTable("ledger_legs", 1, WALLETS,
      TableWriter.statements("ledger/legs-of-trades", "ledger/legs-of-sets", "ledger/legs-of-conversions"));

  private static final PublishedTable POSITIONS = new PublishedTable("outcome_positions_v2", 1, WALLETS, WALLET_AND_OUTCOME, List.of(LEGS),
      TableWriter.statements("ledger/positions"), List.of(TRADES, "ledger/verify-contracts"));
  private static final PublishedTable CASH_FLOWS = new PublishedTable("trade_cashflows_v3", 1, WALLETS, WALLET_AND_CONDITION, List.of(LEGS),
      TableWriter.statements("ledger/cashflows"), List.of(TRADES));
  private static final PublishedTable CONDITION_PNL = statement("wallet_condition_pnl", 1, WALLET_AND_CONDITION, "ledger/condition-pnl", POSITIONS, CASH_FLOWS);
  private static final PublishedTable OUTCOMES = statement(
      "wallet_resolution_outcomes", 1, WALLET_AND_CONDITION, "ledger/outcomes", POSITIONS, CONDITION_PNL);
  private static final PublishedTable CATEGORY_PNL = statement(
      "wallet_category_pnl", 1, List.of("wallet", "canonical_category"), "ledger/category-pnl", CONDITION_PNL);
  /** Its verification compares it with the positions, but its rows are not derived from them. */
  private static final PublishedTable AVERAGE_COST = new PublishedTable(AverageCostTable.NAME, 1, WALLETS, WALLET_AND_OUTCOME, List.of(),
      new AverageCostTable(), List.of("ledger/verify-holdings"));
  private static final PublishedTable OPEN_POSITIONS = statement(
      "wallet_open_positions", 1, WALLET_AND_OUTCOME, "ledger/open-positions", POSITIONS, AVERAGE_COST);
  private static final PublishedTable LAST_PRICES = new PublishedTable(
      "token_last_prices", 1, TOKENS, List.of("token_id"), List.of(), TableWriter.statements("ledger/last-prices"));

  private WalletTables() {}

  /** Returns the tables in the order in which they are filled. */
  public static List<PublishedTable> tables() {
    return List.of(POSITIONS, CASH_FLOWS, CONDITION_PNL, OUTCOMES, CATEGORY_PNL, AVERAGE_COST, OPEN_POSITIONS, LAST_PRICES);
  }

  private static PublishedTable statement(String name, int version, List<String> key, String file, Derived... inputs) {
    return new PublishedTable(name, version, WALLETS, key, List.of(inputs), TableWriter.statements(file));
  }
}
