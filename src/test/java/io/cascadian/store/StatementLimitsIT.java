package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.testkit.BlackHole;
import io.cascadian.testkit.TestStores;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks that nothing runs at a server on behalf of a caller who has left, and that the server knows the limit too. */
@Timeout(20)
class StatementLimitsIT {

  /** Takes a minute, a row after the other; the limit of the connection is taken off it, so that the server does not end it. */
  private static final String SLOW = " FROM system.numbers WHERE sleepEachRow(0.05) = 0 LIMIT 1200 SETTINGS max_block_size = 1, max_execution_time = 0,"
      + " min_insert_block_size_rows = 1, min_insert_block_size_bytes = 1";

  private final ClickHouse clickHouse = TestStores.emptyClickHouse();

  @BeforeEach
  void table() {
    clickHouse.execute("CREATE TABLE numbers (n UInt64) ENGINE = MergeTree ORDER BY n", Map.of());
  }

  @AfterEach
  void drop() {
    TestStores.drop(clickHouse);
  }

  @Test
  void clientForFewRows_hasLimits_andRowsEncodedOnOneThread() {
    String settings = "SELECT value FROM system.settings WHERE name IN ('output_format_parallel_formatting', 'max_execution_time', 'async_insert') ORDER BY name";
    assertThat(clickHouse.query(settings, Map.of(), row -> row.getString(1))).containsExactly("0", ClickHouseDriver.seconds(clickHouse.settings().queryTimeout()), "1");
    ClickHouseSettings limited = clickHouse.settings().within(Duration.ofSeconds(5));
    try (ClickHouse few = ClickHouseClients.forFewRows(limited)) {
      assertThat(few.query(settings, Map.of(), row -> row.getString(1))).containsExactly("0", "5", "0");
      // a failure still has the statement that it was of
      assertThatThrownBy(() -> few.query("SELECT absent FROM numbers", Map.of(), row -> row.getString(1))).hasMessageContaining("SELECT absent FROM numbers");
    }
  }

  @Test
  void writer_outOfTime_hasEndedWhenItsCallFails() {
    try (ClickHouse hasty = ClickHouseClients.to(clickHouse.settings().within(Duration.ofSeconds(2)))) {
      assertThatThrownBy(() -> hasty.execute("INSERT INTO numbers SELECT number" + SLOW, Map.of()))
          .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("no answer within 2 s").hasMessageNotContaining("not known");
    }
    nothingRuns();
  }

  @Test
  void writer_interrupted_hasEndedWhenItsCallFails() throws Exception {
    AtomicReference<Boolean> flag = new AtomicReference<>();
    CompletableFuture<Void> call = new CompletableFuture<>();
    Thread writer = new Thread(() -> {
      try {
        clickHouse.execute("INSERT INTO numbers SELECT number" + SLOW, Map.of());
        call.complete(null);
      } catch (RuntimeException e) {
        flag.set(Thread.currentThread().isInterrupted());
        call.completeExceptionally(e);
      }
    });
    writer.start();
    await().until(() -> rows() > 0);
    writer.interrupt();
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
        .cause().isInstanceOf(StoreUnavailableException.class).hasMessageContaining("interrupted");
    assertThat(flag.get()).as("the flag of the interrupted thread").isTrue();
    nothingRuns();
  }

  @Test
  void bulkInsert_interruptedInTheMiddle_writesNothingAfterItFailed() throws Exception {
    CompletableFuture<Void> call = new CompletableFuture<>();
    CompletableFuture<Void> sending = new CompletableFuture<>();
    BulkInsert target = new BulkInsert(null, "numbers", List.of("n"), ClickHouseFormat.TSV, Map.of());
    Thread writer = new Thread(() -> {
      try {
        clickHouse.insert(target, new EndlessNumbers(sending));
      } catch (RuntimeException e) {
        call.completeExceptionally(e);
      }
    });
    writer.start();
    sending.get(10, TimeUnit.SECONDS);
    writer.interrupt();
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).cause().isInstanceOf(StoreUnavailableException.class);
    nothingRuns();
  }

  @Test
  void reader_thatStopsInTheMiddle_isEndedAtTheServer() {
    assertThatThrownBy(() -> clickHouse.forEach("SELECT number, repeat('x', 1000) FROM system.numbers", Map.of(), row -> {
      throw new IllegalStateException("enough");
    })).hasMessageContaining("enough");
    await().untilAsserted(this::nothingRuns);
  }

  @Test
  void reader_thatTakesTooLong_isGivenUp() {
    try (ClickHouse hasty = ClickHouseClients.to(clickHouse.settings().within(Duration.ofSeconds(1)))) {
      // the server has sent them all long before the last one is read
      assertThatThrownBy(() -> hasty.forEach("SELECT number FROM numbers(5000)", Map.of(), row -> pause(1)))
          .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("the answer was not read within 1 s");
    }
  }

  @Test
  void reader_interruptedWhileItReads_isGivenUp() {
    List<Long> read = new ArrayList<>();
    assertThatThrownBy(() -> clickHouse.forEach("SELECT number FROM numbers(5000)", Map.of(), row -> {
      read.add(row.getLong(1));
      Thread.currentThread().interrupt();
    })).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("interrupted while reading the answer");
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    assertThat(read).containsExactly(0L);
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void close_endsWhatRunsAtTheServer() throws Exception {
    ClickHouse closed = ClickHouseClients.to(clickHouse.settings());
    CompletableFuture<Void> client = CompletableFuture.runAsync(() -> closed.execute("INSERT INTO numbers SELECT number" + SLOW, Map.of()));
    CompletableFuture<Void> jdbc = CompletableFuture.runAsync(() -> {
      try (Connection connection = closed.dataSource().getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO numbers SELECT number" + SLOW);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    await().untilAsserted(() -> assertThat(running()).isEqualTo(2));
    closed.close();
    nothingRuns();
    assertThatThrownBy(() -> client.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> jdbc.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void server_knowsTheLimit_ofTheClientAndOfJdbc() throws Exception {
    try (ClickHouse limited = ClickHouseClients.to(clickHouse.settings().within(Duration.ofMillis(7_500)))) {
      String asked = "SELECT toString(getSetting('max_execution_time'))";
      assertThat(limited.query(asked, Map.of(), row -> row.getString(1))).containsExactly("8");
      try (Connection connection = limited.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(asked)) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("8");
      }
    }
  }

  @Test
  void serverThatWentDeaf_failsInTimeAndSaysThatTheEndIsUncertain() throws Exception {
    int port = URI.create(clickHouse.settings().url()).getPort();
    try (BlackHole relay = BlackHole.relay(port);
        ClickHouse cut = ClickHouseClients.to(new ClickHouseSettings("http://127.0.0.1:" + relay.port(), clickHouse.settings().user(),
            clickHouse.settings().password(), clickHouse.settings().database(), Duration.ofSeconds(2)))) {
      cut.execute("SELECT 1", Map.of());
      relay.deafen();
      long start = System.nanoTime();
      assertThatThrownBy(() -> cut.execute("INSERT INTO numbers SELECT 1", Map.of()))
          .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("is not known; it ends there after 2 s");
      assertThatThrownBy(() -> cut.queryLong("SELECT 1", Map.of())).hasMessageContaining("no answer within 2 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void postgresStatement_endsAtTheServerAfterTheLimit() {
    PostgresSettings settings = TestStores.emptyPostgresSettings();
    try (Postgres hasty = Postgres.connect(settings.within(Duration.ofSeconds(2))); Postgres other = Postgres.connect(settings)) {
      assertThatThrownBy(() -> hasty.queryOne("SELECT pg_sleep(30)", row -> row.getString(1)))
          .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("statement timeout");
      assertThat(other.queryOne("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'",
          row -> row.getLong(1))).contains(0L);
    }
  }

  /** Rows that never end, and that report when the first were taken. */
  private static final class EndlessNumbers extends InputStream {
    private final CompletableFuture<Void> sending;
    private final byte[] line = "1\n".getBytes(StandardCharsets.US_ASCII);
    private long bytes;

    EndlessNumbers(CompletableFuture<Void> sending) {
      this.sending = sending;
    }

    @Override
    public int read() {
      if (bytes == 1 << 20) {
        sending.complete(null);
      }
      return line[(int) (bytes++ % line.length)];
    }
  }

  private long rows() {
    return clickHouse.queryLong("SELECT count() FROM numbers", Map.of());
  }

  private long running() {
    return clickHouse.queryLong("SELECT count() FROM system.processes WHERE current_database = currentDatabase() AND query NOT LIKE '%system.processes%'",
        Map.of());
  }

  private void nothingRuns() {
    assertThat(running()).isZero();
    long rows = rows();
    assertThat(rows()).isEqualTo(rows);
  }
}
