package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.testkit.TestStores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether filled event tables come through the change of their layout, and back, with every event as it was; and what the new layout promises. */
@Tag("proof")
class EventLayoutMigrationIT {

  private static final int TEXT = 121;
  private static final String TX = "0x" + "ab".repeat(32);
  private static final String ORDER = "0x" + "cd".repeat(32);
  /** Forms that sources have, and what could be taken for one of them. */
  private static final List<String> IDS = List.of(TX + "_" + ORDER, TX + "_0x1f", TX + "_12", TX, TX + "_" + ORDER + "_1", TX.toUpperCase(Locale.ROOT) + "_" + ORDER,
      "0x01_a", "e1", "x", TX + "_" + ORDER.toUpperCase(Locale.ROOT), "\u0001" + "a".repeat(64), "0x" + "00".repeat(32) + "_0x" + "00".repeat(32));
  private static final String TRADES = "SELECT concatWithSeparator(' ', event_id, wallet, role, token_id, direction, shares, usd, fee, cashflow, ts, order_hash,"
      + " counterparty, source, era, revision, tx_hash) AS line FROM trades_raw FINAL ORDER BY line";
  private static final String POSITIONS = "SELECT concatWithSeparator(' ', event_id, wallet, kind, condition_id, neg_risk_market_id, amount,"
      + " toString(index_sets), question_count, ts, source, era, revision, tx_hash) AS line FROM position_events FINAL ORDER BY line";

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final ClickHouseMigrations migrations = new ClickHouseMigrations(clickHouse);
  private List<String> trades;
  private List<String> positions;

  private void fillTablesOfTheFormerLayout() {
    migrations.undoTo(TEXT);
    for (String id : IDS) {
      for (String order : List.of(ORDER, "", "o", TX)) {
        clickHouse.execute("INSERT INTO trades_raw (event_id, wallet, role, token_id, direction, shares, usd, cashflow, ts, order_hash, counterparty, revision)"
            + " VALUES ({id:String}, concat('0x', {order:String}), 'TAKER', 7, 'BUY', 3, 2, -2, 1700000000, {order:String}, '0xc', 1)",
            Map.of("id", id, "order", order));
      }
      clickHouse.execute("INSERT INTO position_events (event_id, wallet, kind, index_sets, ts, revision) VALUES ({id:String}, '0xa', 'REDEMPTION', [1, 2], 5, 1)",
          Map.of("id", id));
    }
    // of all portions, and of wallets that are no addresses
    clickHouse.execute("INSERT INTO trades_raw (event_id, wallet, role, token_id, direction, usd, cashflow, revision)"
        + " SELECT concat('n', toString(number)), concat(if(number % 500 = 0, 'w', '0x'), lower(hex(sipHash64(number)))),"
        + " 'MAKER', reinterpretAsUInt256(SHA256(toString(number))), 'SELL', 1, 1, 1 FROM numbers(2000)", Map.of());
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (2 AS revision, 1 AS is_deleted) FROM trades_raw WHERE event_id IN ('n1', 'n2')", Map.of());
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (3 AS revision, 0 AS is_deleted) FROM ("
        + "SELECT * FROM trades_raw WHERE event_id = 'n2' AND revision = 2)", Map.of());
    trades = lines(TRADES);
    positions = lines(POSITIONS);
    assertThat(trades).hasSize(IDS.size() * 4 + 1999);
  }

  @AfterEach
  void close() {
    TestStores.drop(clickHouse);
  }

  @Test
  void filledTables_keepEveryEventThereAndBack() {
    fillTablesOfTheFormerLayout();
    migrations.migrate();
    assertUnchanged();
    assertThat(lines("SELECT event_id FROM trades_raw WHERE is_deleted = 1")).as("of a withdrawn event the tombstone").containsExactly("n1");
    assertThat(number("SELECT uniqExact(event_key) FROM trades_raw")).isEqualTo(number("SELECT uniqExact(event_id) FROM trades_raw"));
    assertThat(lines("SELECT concat(wallet, ' ', event_id, ' ', tx_hash) AS line FROM wallet_events FINAL ORDER BY line")).isEqualTo(
        lines("SELECT concat(wallet, ' ', event_id, ' ', tx_hash) AS line FROM (SELECT wallet, event_id, tx_hash FROM trades_raw FINAL"
            + " UNION ALL SELECT wallet, event_id, tx_hash FROM position_events FINAL) ORDER BY line"));

    migrations.undoTo(TEXT);

    assertUnchanged();
    assertThat(lines("SELECT event_id FROM trades_raw WHERE is_deleted = 1")).containsExactly("n1");
  }

  @Test
  void namesOfTheCatalogue_changeGranules_keepEveryRow() {
    migrations.undoTo(180);
    clickHouse.execute("INSERT INTO tokens_dim SELECT number, toString(number), 0, 'test', 1, 0 FROM numbers(20000)", Map.of());
    clickHouse.execute("INSERT INTO tokens_dim VALUES (7, '7', 0, 'test', 2, 1)", Map.of());
    clickHouse.execute("INSERT INTO markets_dim (condition_id, question, outcomes, revision) VALUES ('a', 'Will it?', ['Yes', 'No'], 1)", Map.of());
    // as a migration leaves it that was cut off in the middle of the copy
    clickHouse.execute("CREATE TABLE tokens_dim__next AS tokens_dim ENGINE = ReplacingMergeTree(revision, is_deleted) ORDER BY token_id SETTINGS index_granularity = 256", Map.of());
    clickHouse.execute("INSERT INTO tokens_dim__next SELECT 123456, 'none', 0, 'test', 1, 0", Map.of());

    migrations.migrate();
    assertNames("256");
    migrations.undoTo(180);
    assertNames("8192");
  }

  private void assertNames(String granularity) {
    assertThat(lines("SELECT concat(name, ' ', extract(create_table_query, 'index_granularity = (\\\\d+)')) AS line FROM system.tables"
        + " WHERE database = currentDatabase() AND name LIKE '%s_dim%' ORDER BY line"))
        .containsExactly("events_dim " + granularity, "markets_dim " + granularity, "tokens_dim " + granularity);
    assertThat(number("SELECT count() FROM tokens_dim FINAL")).isEqualTo(19_999);
    assertThat(number("SELECT count() FROM tokens_dim WHERE is_deleted = 1")).isEqualTo(1);
    assertThat(number("SELECT count() FROM markets_dim FINAL WHERE question = 'Will it?' AND length(outcomes) = 2")).isEqualTo(1);
    assertThat(number("SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'tokens_dim' AND comment LIKE 'Which outcome%'")).isEqualTo(1);
  }

  @Test
  void migrationCutOff_goesOnAfterPortionsThatAreCopied() {
    fillTablesOfTheFormerLayout();
    noteFailsFrom(20);
    assertThatThrownBy(migrations::migrate).isInstanceOf(StoreRejectedException.class);
    assertUnchanged();
    noteFailsFrom(40);
    assertThatThrownBy(migrations::migrate).isInstanceOf(StoreRejectedException.class);
    assertThat(number("SELECT max(copies) FROM (SELECT count() AS copies FROM trades_raw__copied GROUP BY portion)")).isEqualTo(1);
    assertThat(number("SELECT count() FROM trades_raw__copied")).isEqualTo(40);
    clickHouse.execute("ALTER TABLE trades_raw__copied DROP CONSTRAINT fails", Map.of());

    migrations.migrate();

    assertUnchanged();
    assertThat(lines("SELECT name FROM system.tables WHERE database = currentDatabase() AND position(name, '__') > 0 AND NOT match(name, '__(layers|build)$')")).isEmpty();
  }

  @Test
  void copyThatLacksAnEvent_isNotTaken() {
    fillTablesOfTheFormerLayout();
    noteFailsFrom(40);
    assertThatThrownBy(migrations::migrate).isInstanceOf(StoreRejectedException.class);
    clickHouse.execute("ALTER TABLE trades_raw__copied DROP CONSTRAINT fails", Map.of());
    clickHouse.execute("ALTER TABLE trades_raw__next DELETE WHERE wallet = '0x' SETTINGS mutations_sync = 1", Map.of());

    assertThatThrownBy(migrations::migrate).isInstanceOf(MigrationStoppedException.class)
        .hasMessageContaining((trades.size() - IDS.size()) + " events, of " + trades.size());

    assertUnchanged();
    assertThat(migrations.state().at()).contains(Integer.toString(TEXT));
  }

  @Test
  void eventDeliveredAgain_withOtherContents_replacesItsFormerSelf() {
    String row = "INSERT INTO trades_raw (new_event_id, new_order_hash, wallet, token_id, usd, ts, revision) VALUES ({id:String}, {order:String}, '0xb', 8, %s, %s, %s)";
    for (String id : IDS) {
      clickHouse.execute(String.format(Locale.ROOT, row, 1, 1_700_000_000, 5), Map.of("id", id, "order", ORDER));
      clickHouse.execute(String.format(Locale.ROOT, row, 2, 1_710_000_000, 6), Map.of("id", id, "order", ""));
    }
    assertThat(number("SELECT count() FROM trades_raw FINAL WHERE wallet = '0xb' AND usd = 2 AND order_hash = ''")).isEqualTo(IDS.size());
    assertThat(number("SELECT count() FROM trades WHERE wallet = '0xb'")).isEqualTo(IDS.size());
  }

  @Test
  void viewFilteredByTokenOrWallet_readsPartOfTheTable() {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, token_id) SELECT concat('m', toString(number)), concat('0x', toString(number % 30000)),"
        + " intDiv(number, 1000) FROM numbers(60000)", Map.of());
    clickHouse.execute("OPTIMIZE TABLE trades_raw FINAL", Map.of());
    for (String filter : List.of("token_id = 30", "wallet = '0x17'")) {
      String granules = lines("EXPLAIN indexes = 1 SELECT count() FROM trades WHERE " + filter).stream().filter(line -> line.contains("Granules:"))
          .reduce((first, last) -> last).orElseThrow().replaceAll(".*Granules: ", "");
      String[] read = granules.trim().split("/");
      assertThat(Integer.parseInt(read[0])).as(filter + " reads " + granules).isLessThan(Integer.parseInt(read[1]) / 4);
    }
  }

  private void noteFailsFrom(int portion) {
    clickHouse.execute("CREATE TABLE IF NOT EXISTS trades_raw__copied (step Enum8('COPIED' = 1, 'CHECKED' = 2), portion UInt16, rows UInt64, contents UInt64)"
        + " ENGINE = MergeTree ORDER BY (step, portion)", Map.of());
    clickHouse.execute("ALTER TABLE trades_raw__copied DROP CONSTRAINT IF EXISTS fails", Map.of());
    clickHouse.execute("ALTER TABLE trades_raw__copied ADD CONSTRAINT fails CHECK portion < " + portion, Map.of());
  }

  private void assertUnchanged() {
    assertThat(lines(TRADES)).isEqualTo(trades);
    assertThat(lines(POSITIONS)).isEqualTo(positions);
    assertThat(number("SELECT count() FROM trades")).isEqualTo(trades.size());
    assertThat(number("SELECT count() FROM trades_enriched")).isEqualTo(trades.size());
  }

  private List<String> lines(String sql) {
    return clickHouse.query(sql, Map.of(), row -> row.getString(1));
  }

  private long number(String sql) {
    return clickHouse.queryLong(sql, Map.of());
  }
}
