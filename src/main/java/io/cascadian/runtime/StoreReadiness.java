package io.cascadian.runtime;

import io.cascadian.health.Health;
import io.cascadian.health.HealthReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Checks readiness: whether both databases respond. Camel's own checks add whether every route is started.
 *
 * <p>Probes are frequent and have short timeouts, so a result is cached for some seconds, and a call waits for it only briefly. Liveness does not include
 * this check: a service whose database is down must not be restarted.
 */
final class StoreReadiness extends AbstractHealthCheck {

  private static final List<String> STORES = List.of("clickhouse", "postgres");
  private static final long TTL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long QUERY_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Health health;
  private CompletableFuture<List<HealthReport.Entry>> asked;
  private long askedAt;

  StoreReadiness(Health health) {
    super("cascadian", "stores");
    this.health = health;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    CompletableFuture<List<HealthReport.Entry>> answer = ask();
    try {
      // the timeout counts from the start of the query, which may be an earlier call's
      List<HealthReport.Entry> found = answer.get(Math.max(0, askedAt() + QUERY_TIMEOUT_NANOS - System.nanoTime()), TimeUnit.NANOSECONDS);
      String critical = found.stream().filter(HealthReport.Entry::isCritical)
          .map(e -> e.check() + " " + e.result().message()).collect(Collectors.joining("; "));
      builder.state(critical.isEmpty() ? org.apache.camel.health.HealthCheck.State.UP : org.apache.camel.health.HealthCheck.State.DOWN);
      builder.message(critical.isEmpty() ? "both databases respond" : critical);
    } catch (TimeoutException e) {
      builder.message("a database did not respond within 1 s; GET /api/health shows which one and what to do").down();
    } catch (java.util.concurrent.ExecutionException e) {
      builder.message("the check of the databases failed; see the log").error(e.getCause()).down();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      builder.message("interrupted").down();
    }
  }

  private synchronized CompletableFuture<List<HealthReport.Entry>> ask() {
    // one query at a time: a database that hangs must not collect blocked threads
    if (asked == null || (asked.isDone() && System.nanoTime() - askedAt > TTL_NANOS)) {
      askedAt = System.nanoTime();
      asked = new CompletableFuture<>();
      CompletableFuture<List<HealthReport.Entry>> mine = asked;
      Thread thread = new Thread(() -> {
        try {
          mine.complete(health.report(STORES));
        } catch (RuntimeException | Error e) {
          mine.completeExceptionally(e);
        }
      }, "readiness");
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (Error e) {
        // no thread could be started; the next call retries
        asked = null;
        mine.completeExceptionally(e);
      }
      return mine;
    }
    return asked;
  }

  private synchronized long askedAt() {
    return askedAt;
  }
}
