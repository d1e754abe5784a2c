package io.cascadian.health.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StorableText;
import io.cascadian.store.StoreException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores recent health reports, which show when a problem began and the usual duration of a report.
 *
 * <p>Writing never delays or fails a report: it happens on a thread of its own, and what cannot be written is logged and lost. Only the
 * newest reports are kept. Thread-safe.
 */
public final class HealthHistory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthHistory.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Reports that may wait while Postgres is slow; older ones than these are of no use to anybody when it is back. */
  private static final int WAITING = 16;

  private final Postgres postgres;
  private final int retained;
  private final ThreadPoolExecutor writer;
  private volatile OptionalLong typical = OptionalLong.empty();

  /**
   * @param postgres whose calls end soon, also where it does not answer
   * @param kept the number of reports above which the oldest ones go
   */
  public HealthHistory(Postgres postgres, int retained) {
    this.postgres = postgres;
    this.retained = retained;
    this.writer = new ThreadPoolExecutor(0, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
      Thread thread = new Thread(task, "health-history");
      thread.setDaemon(true);
      return thread;
    }, (task, full) -> LOG.warn("Storing a health report failed: {} others wait for Postgres; the history lacks it", WAITING));
  }

  /** Stores a report asynchronously. */
  public void keep(HealthReport report) {
    writer.execute(() -> {
      try {
        write(report);
        typical = readTypical();
      } catch (StoreException e) {
        LOG.warn("Storing a health report failed; the history lacks it: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("Storing a health report failed unexpectedly; the history lacks it", e);
      }
    });
  }

  private void write(HealthReport report) {
    String checks = json(report);
    postgres.inTransaction("keep a health report", connection -> {
      try (var insert = connection.prepareStatement(Sql.load("health/keep")); var prune = connection.prepareStatement(Sql.load("health/prune"))) {
        insert.setTimestamp(1, Timestamp.from(report.timestamp()));
        insert.setString(2, report.overall().label());
        insert.setLong(3, report.durationMs());
        insert.setString(4, checks);
        insert.executeUpdate();
        prune.setInt(1, retained);
        return prune.executeUpdate();
      }
    });
  }

  private static String json(HealthReport report) {
    Map<String, Object> checks = new LinkedHashMap<>();
    for (HealthReport.Entry entry : report.checks()) {
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("status", entry.result().status().label());
      check.put("duration_ms", entry.durationMs());
      if (entry.result().status() != HealthStatus.HEALTHY) {
        check.put("message", entry.result().message());
      }
      checks.put(entry.check(), check);
    }
    try {
      return StorableText.ofJson(JSON.writeValueAsString(checks));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a health report is not plain values", e);
    }
  }

  /** Returns the median duration of the reports of late in milliseconds, as far as it is known by now; never waits. */
  public OptionalLong typicalMillis() {
    return typical;
  }

  /**
   * Starts reading the usual duration of reports.
   *
   * @return is done when {@link #typicalMillis} knows; fails with the message of Postgres
   */
  public Future<?> refresh() {
    FutureTask<?> task = new FutureTask<>(() -> {
      typical = readTypical();
      return null;
    });
    writer.execute(task);
    return task;
  }

  /** Returns the median duration after waiting for it at most {@code timeout}; empty when it is unknown by then. */
  public OptionalLong typicalMillis(Future<?> refresh, Duration timeout) {
    try {
      refresh.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("How long reports usually take is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return typical;
  }

  private OptionalLong readTypical() {
    return postgres.queryOne(Sql.load("health/typical"), row -> {
      long median = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(median);
    }).orElse(OptionalLong.empty());
  }

  /** Returns a page of the retained reports, newest first. */
  public List<StoredReport> page(int limit, int offset) {
    return postgres.query(Sql.load("health/page"), row -> new StoredReport(
        row.getLong("id"), row.getTimestamp("reported_at").toInstant(), row.getString("overall"), row.getLong("duration_ms"),
        parse(row.getString("checks"))), limit, offset);
  }

  /** Returns the number of retained reports. */
  public long count() {
    return postgres.queryOne("SELECT count(*) FROM health_reports", row -> row.getLong(1)).orElseThrow();
  }

  private static Map<String, Object> parse(String json) throws SQLException {
    try {
      return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() { });
    } catch (JsonProcessingException e) {
      throw new SQLException("health_reports.checks is not an object", e);
    }
  }

  /** Waits a moment for pending writes. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("Storing the last health reports did not finish before the end of the service; the history lacks them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.shutdownNow();
  }
}
