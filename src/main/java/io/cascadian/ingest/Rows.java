package io.cascadian.ingest;

import io.cascadian.store.RowBinary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the encoded rows of a batch, by table. Not thread-safe; handed from the reading to the writing thread whole. */
final class Rows {

  /** Lists the tables that records are mapped to, with the columns in the order of the mappers. */
  enum Table {
    TRADES_RAW("trades_raw", "new_event_id", "wallet", "role", "token_id", "direction", "shares", "usd", "fee", "ts",
        "new_order_hash", "counterparty", "source", "era", "revision", "is_deleted"),
    POSITION_EVENTS("position_events", "new_event_id", "wallet", "kind", "condition_id", "neg_risk_market_id", "amount", "index_sets",
        "question_count", "ts", "source", "era", "revision", "is_deleted"),
    WALLET_REWARDS("wallet_rewards", "new_event_id", "wallet", "kind", "condition_id", "amount", "ts", "source", "era", "revision", "is_deleted"),
    SHARE_TRANSFERS("share_transfers", "new_event_id", "batch_index", "from_wallet", "to_wallet", "token_id", "shares", "ts", "source", "era", "revision",
        "is_deleted"),
    TOKENS_DIM("tokens_dim", "token_id", "condition_id", "outcome_index", "source", "revision", "is_deleted"),
    MARKET_RESOLUTIONS("market_resolutions", "condition_id", "source", "market_id", "payout_numerators", "payout_denominator",
        "vector_order", "resolved_at", "source_hash", "revision", "is_deleted"),
    CONDITION_RESOLUTION_TIMES("condition_resolution_times", "condition_id", "resolved_at", "payout_numerators", "source", "revision", "is_deleted"),
    CONTRACTS("contracts", "address", "source", "kind", "note", "condition_id", "revision", "is_deleted");

    private final String table;
    private final List<String> columns;

    Table(String table, String... columns) {
      this.table = table;
      this.columns = List.of(columns);
    }

    String table() {
      return table;
    }

    List<String> columns() {
      return columns;
    }
  }

  private final Map<Table, RowBinary> encoded = new LinkedHashMap<>();

  RowBinary of(Table table) {
    return encoded.computeIfAbsent(table, t -> new RowBinary());
  }

  /** Takes over the rows of another page, which must not be changed any more; nothing is copied. */
  void append(Rows other) {
    other.encoded.forEach((table, added) -> of(table).append(added));
  }

  Map<Table, RowBinary> encoded() {
    return encoded;
  }

  long count() {
    return encoded.values().stream().mapToLong(RowBinary::rows).sum();
  }
}
