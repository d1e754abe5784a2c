package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.TestStores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the mappings that a database has noted get their outcomes, and lose them again. */
class StatedMappingsIT {

  private static final int WITHOUT_OUTCOMES = 160;

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final ClickHouseMigrations migrations = new ClickHouseMigrations(clickHouse);

  @AfterEach
  void close() {
    TestStores.drop(clickHouse);
  }

  @Test
  void notedMappings_getTheirOutcome_whereItIsKnown() {
    migrations.undoTo(WITHOUT_OUTCOMES);
    clickHouse.execute("INSERT INTO tokens_dim (token_id, condition_id, outcome_index, revision) VALUES (1, 'a', 0, 1), (2, 'b', 1, 5), (3, 'c', 1, 5)", Map.of());
    clickHouse.execute("INSERT INTO token_conditions VALUES (1, 'a', 1), (1, 'a', 4), (2, 'a', 2), (2, 'b', 5)", Map.of());

    migrations.migrate();

    assertThat(noted("outcome_index, noted_in")).containsExactly("1 a 0 4", "2 a -1 2", "2 b 1 5", "3 c 1 5");

    migrations.undoTo(WITHOUT_OUTCOMES);
    assertThat(noted("revision")).containsExactly("1 a 4", "2 a 2", "2 b 5", "3 c 5");
  }

  @Test
  void conversionsStoredBeforeNotes_areNoted_once() {
    migrations.undoTo(162);
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, neg_risk_market_id, question_count, revision) VALUES"
        + " ('e1', '0xa', 'CONVERSION', '9', 2, 3), ('e2', '0xa', 'CONVERSION', '9', 4, 2), ('e3', '0xb', 'SPLIT', '', 0, 3)", Map.of());

    migrations.migrate();
    migrations.undoTo(162);
    migrations.migrate();

    assertThat(clickHouse.query("SELECT concatWithSeparator(' ', wallet, neg_risk_market_id, questions, revision) FROM converting_wallets FINAL", Map.of(),
        row -> row.getString(1))).containsExactly("0xa 9 4 3");
  }

  @Test
  void migrationCutOff_notesEachMappingOnce() {
    migrations.undoTo(WITHOUT_OUTCOMES);
    clickHouse.execute("INSERT INTO token_conditions VALUES (1, 'a', 1), (2, 'a', 2)", Map.of());
    clickHouse.execute("CREATE TABLE token_conditions__next (token_id UInt256, condition_id String, outcome_index Int16, noted_in UInt64)"
        + " ENGINE = MergeTree ORDER BY (token_id, condition_id, outcome_index)", Map.of());
    clickHouse.execute("INSERT INTO token_conditions__next VALUES (1, 'a', -1, 1)", Map.of());

    migrations.migrate();

    assertThat(noted("outcome_index, noted_in")).containsExactly("1 a -1 1", "2 a -1 2");
    assertThat(clickHouse.queryLong("SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'token_conditions__next'", Map.of())).isZero();
  }

  private List<String> noted(String columns) {
    return clickHouse.query("SELECT concatWithSeparator(' ', token_id, condition_id, " + columns + ") AS line FROM token_conditions ORDER BY line", Map.of(),
        row -> row.getString(1));
  }
}
