package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoresOutOfSyncException;
import io.cascadian.testkit.TestStores;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when one database is restored from a backup without the other. */
class FencesIT {

  private final PostgresSettings settings = TestStores.freshPostgresSettings();
  private final Postgres postgres = Postgres.connect(settings);
  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final RunLock lock = new RunLock(postgres,
      () -> DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()), new Fences(postgres, clickHouse), "this process");

  @AfterEach
  void close() {
    postgres.close();
    TestStores.drop(clickHouse);
  }

  @Test
  void restoredPostgres_fencesContinueAboveClickHouse() {
    for (long fence = 1; fence <= 5; fence++) {
      assertThat(taken()).isEqualTo(fence);
    }
    postgres.update("UPDATE run_lock SET fence = 2, clickhouse_fence = 2");

    assertThat(taken()).isEqualTo(6);
    assertThat(taken()).isEqualTo(7);
    assertThat(postgres.queryOne("SELECT fence, clickhouse_fence FROM run_lock", row -> row.getLong(1) + " " + row.getLong(2))).contains("7 7");
  }

  @Test
  void olderClickHouse_nothingIsWritten() {
    taken();
    taken();
    taken();
    clickHouse.execute("ALTER TABLE fences DELETE WHERE fence > 1 SETTINGS mutations_sync = 1", Map.of());
    for (int again = 0; again < 2; again++) {
      try (RunLock.Held held = lock.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
        assertThatThrownBy(held::checkStores).isInstanceOfSatisfying(StoresOutOfSyncException.class, e -> {
          assertThat(e.postgresFence()).isEqualTo(3);
          assertThat(e.clickHouseFence()).isEqualTo(1);
        }).hasMessageContaining("'The backups'");
      }
    }
    // a Postgres of that time, or before
    postgres.update("UPDATE run_lock SET fence = 1, clickhouse_fence = 1");
    assertThat(taken()).isEqualTo(2);
  }

  @Test
  void severalNodes_allKnowTheFence_anOlderOneIsNoticed() {
    ClickHouse second = TestStores.freshClickHouse();
    try {
      RunLock both = new RunLock(postgres, () -> DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()),
          new Fences(postgres, List.of(clickHouse, second)), "this process");
      for (long fence = 1; fence <= 2; fence++) {
        try (RunLock.Held held = both.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
          held.checkStores();
          for (ClickHouse node : List.of(clickHouse, second)) {
            assertThat(node.queryLong("SELECT max(fence) FROM fences", Map.of())).isEqualTo(held.fence()).isEqualTo(fence);
          }
        }
      }
      second.execute("ALTER TABLE fences DELETE WHERE fence > 1 SETTINGS mutations_sync = 1", Map.of());
      try (RunLock.Held held = both.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
        assertThatThrownBy(held::checkStores).isInstanceOfSatisfying(StoresOutOfSyncException.class, e -> {
          assertThat(e.postgresFence()).isEqualTo(2);
          assertThat(e.clickHouseFence()).isEqualTo(1);
        });
      }
    } finally {
      TestStores.drop(second);
    }
  }

  @Test
  void unavailableStore_isCheckedBeforeWriting() {
    taken();
    clickHouse.execute("RENAME TABLE fences TO out_of_reach", Map.of());
    try (RunLock.Held held = lock.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
      assertThatThrownBy(held::checkStores).isInstanceOf(StoreRejectedException.class);
      clickHouse.execute("RENAME TABLE out_of_reach TO fences", Map.of());
      held.checkStores();
      assertThat(clickHouse.queryLong("SELECT max(fence) FROM fences", Map.of())).isEqualTo(2);
    }
  }

  @Test
  void fenceWithLostResponse_isNotReassigned() {
    taken();
    postgres.update("CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'lost'; END $$");
    postgres.update("CREATE TRIGGER lost BEFORE UPDATE OF clickhouse_fence ON run_lock FOR EACH ROW EXECUTE FUNCTION lost()");
    try (RunLock.Held held = lock.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
      assertThat(clickHouse.queryLong("SELECT max(fence) FROM fences", Map.of())).isEqualTo(held.fence());
      assertThatThrownBy(held::checkStores).isInstanceOf(StoreRejectedException.class);
      postgres.update("DROP TRIGGER lost ON run_lock");
      held.checkStores();
      assertThat(held.fence()).isEqualTo(2);
    }
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void workUnderTooLowFence_stops() {
    taken();
    taken();
    clickHouse.execute("RENAME TABLE fences TO out_of_reach", Map.of());
    postgres.update("UPDATE run_lock SET fence = 1, clickhouse_fence = 1");
    try (RunLock.Held held = lock.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
      clickHouse.execute("RENAME TABLE out_of_reach TO fences", Map.of());
      assertThatThrownBy(held::checkStores).isInstanceOf(StoresOutOfSyncException.class).hasMessageContaining("Start it again");
    }
    assertThat(taken()).isEqualTo(3);
  }

  private long taken() {
    try (RunLock.Held held = lock.tryAcquire(RunLock.RUNS, "cli").orElseThrow()) {
      assertThatCode(held::checkStores).doesNotThrowAnyException();
      return held.fence();
    }
  }
}
