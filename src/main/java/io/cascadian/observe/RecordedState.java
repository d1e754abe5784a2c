package io.cascadian.observe;

import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what Postgres has recorded as metrics: the same after a restart, and whichever process did the work.
 *
 * <p>Read every few seconds by a thread of its own, so that a scrape never waits for the database; while it is away the last values stay,
 * and the time of the last reading shows it. Thread-safe.
 */
public final class RecordedState implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedState.class);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  /** Most that reading may take of the time, in which a connection of the database counts. */
  private static final int SHARE = 50;

  private final Postgres postgres;
  private final MeterRegistry registry;
  private final List<MetricQuery> queries;
  private final Map<String, GaugeFamily> gauges = new HashMap<>();
  private final Map<String, CounterFamily> counters = new HashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread reader = new Thread(task, "observe-state");
    reader.setDaemon(true);
    return reader;
  });
  private volatile double readAt = Double.NaN;
  private boolean failing;

  /** @param queries what is read */
  public RecordedState(Postgres postgres, MeterRegistry registry, List<MetricQuery> queries) {
    this.postgres = postgres;
    this.registry = registry;
    this.queries = List.copyOf(queries);
    Gauge.builder("cascadian.state.read.timestamp", this, state -> state.readAt).baseUnit("seconds")
        .description("When the recorded state behind these metrics was last read from Postgres").register(registry);
  }

  /** Reads now, and then every five seconds, or less often where there is so much to count that it takes more than a fiftieth of the time. */
  public void start() {
    long begin = System.nanoTime();
    read();
    try {
      thread.schedule(this::start, pause(Duration.ofNanos(System.nanoTime() - begin)).toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Metrics of the recorded state: closed while they were read");
    }
  }

  /** Returns how long to wait after a reading that took so long. */
  static Duration pause(Duration took) {
    Duration pause = took.multipliedBy(SHARE - 1L);
    return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** Reads now. */
  synchronized void read() {
    try {
      Map<MetricQuery, List<Row>> answers = postgres.inTransaction("read the recorded state", this::answers);
      answers.forEach(this::publish);
      readAt = Instant.now().toEpochMilli() / 1000.0;
      failing = false;
    } catch (StoreException e) {
      // once per outage; the age of the last reading continues to show it
      if (!failing) {
        LOG.warn("Metrics of runs, streams and dead letters keep their last values, because reading Postgres failed; retrying: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException | Error e) {
      // a thread that ends silently would leave metrics that look fine
      LOG.error("Metrics of runs, streams and dead letters keep their last values, because of an unexpected error; retrying", e);
    }
  }

  private record Row(Tags tags, List<Double> values) {}

  /** Reads all values in one snapshot, so that an ended run appears together with its results. */
  private Map<MetricQuery, List<Row>> answers(Connection connection) throws SQLException {
    Map<MetricQuery, List<Row>> answers = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      for (MetricQuery query : queries) {
        try (PreparedStatement asking = prepared(connection, query); ResultSet found = asking.executeQuery()) {
          List<Row> rows = new ArrayList<>();
          while (found.next()) {
            List<Double> values = new ArrayList<>();
            for (MetricQuery.Column column : query.columns()) {
              double value = found.getDouble(column.column());
              values.add(found.wasNull() ? null : value);
            }
            rows.add(new Row(tags(query, found), values));
          }
          answers.put(query, rows);
        }
      }
    }
    return answers;
  }

  private static PreparedStatement prepared(Connection connection, MetricQuery query) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query.text());
    if (query.known() != null) {
      statement.setArray(1, connection.createArrayOf("text", query.known().get().toArray()));
    }
    return statement;
  }

  private static Tags tags(MetricQuery query, ResultSet row) throws SQLException {
    Tags tags = Tags.empty();
    for (String label : query.labels()) {
      tags = tags.and(label, row.getString(label));
    }
    return tags;
  }

  private void publish(MetricQuery query, List<Row> rows) {
    for (int i = 0; i < query.columns().size(); i++) {
      Map<Tags, Double> values = new HashMap<>();
      for (Row row : rows) {
        if (row.values.get(i) != null) {
          values.put(row.tags, row.values.get(i));
        }
      }
      publish(query.columns().get(i), values);
    }
  }

  private void publish(MetricQuery.Column column, Map<Tags, Double> values) {
    String unit = column.unit().isEmpty() ? null : column.unit();
    if (column.counter()) {
      counters.computeIfAbsent(column.metric(), metric -> new CounterFamily(metric, unit, column.meaning(), registry)).set(values);
    } else {
      gauges.computeIfAbsent(column.metric(), metric -> new GaugeFamily(metric, unit, column.meaning(), column.together(), registry)).set(values);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
