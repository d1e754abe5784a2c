package io.cascadian.observe;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import io.cascadian.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the free space on the disks of ClickHouse, which may be another machine's: the metrics of the service's own folders do not have them.
 *
 * <p>Read once a minute by a thread of its own, so that a scrape never waits for ClickHouse; while it is away the last values stay: a full disk
 * may be why. Thread-safe.
 */
public final class ClickHouseDisks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseDisks.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final ClickHouse clickHouse;
  private final GaugeFamily free;
  private final GaugeFamily size;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread reader = new Thread(task, "observe-disks");
    reader.setDaemon(true);
    return reader;
  });
  private boolean failing;

  /** @param clickHouse with connections of its own and short limits; it is closed with this */
  public ClickHouseDisks(ClickHouse clickHouse, MeterRegistry registry) {
    this.clickHouse = clickHouse;
    free = new GaugeFamily(Metrics.DISK_FREE, "bytes", Metrics.DISK_FREE_MEANING, Math::min, registry);
    size = new GaugeFamily(Metrics.DISK_SIZE, "bytes", Metrics.DISK_SIZE_MEANING, Math::min, registry);
  }

  /** Reads soon, and then every minute. */
  public void start() {
    thread.scheduleWithFixedDelay(this::read, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void read() {
    try {
      Map<Tags, Double> left = new HashMap<>();
      Map<Tags, Double> all = new HashMap<>();
      clickHouse.forEach(Sql.load("observe/clickhouse-disks"), Map.of(), row -> {
        Tags folder = Tags.of("folder", row.getString("folder"));
        left.put(folder, row.getDouble("free"));
        all.put(folder, row.getDouble("size"));
      });
      free.set(left);
      size.set(all);
      failing = false;
    } catch (StoreException e) {
      // once per outage
      if (!failing) {
        LOG.warn("Metrics of ClickHouse's disks keep their last values, because reading them failed; retrying every minute. The user needs SELECT on system.disks: {}",
            e.getMessage());
      }
      failing = true;
    } catch (RuntimeException e) {
      // an exception would cancel the scheduled task
      LOG.error("Metrics of ClickHouse's disks keep their last values, because of an unexpected error; retrying every minute", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    clickHouse.close();
  }
}
