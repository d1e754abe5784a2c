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
 * Readiness: can both databases be reached? Beside Camel's own question whether every route is started.
 *
 * <p>Asked often and by impatient callers, so an answer is used for a few seconds and waited for only briefly. Liveness does not ask this:
 * a service whose database is away must be left running, not restarted.
 */
final class StoreReadiness extends AbstractHealthCheck {

  private static final List<String> STORES = List.of("clickhouse", "postgres");
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

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
      // one that has been asked for long is not waited for again
      List<HealthReport.Entry> found = answer.get(Math.max(0, askedAt() + PATIENCE_NANOS - System.nanoTime()), TimeUnit.NANOSECONDS);
      String critical = found.stream().filter(HealthReport.Entry::isCritical)
          .map(e -> e.check() + " " + e.result().message()).collect(Collectors.joining("; "));
      builder.state(critical.isEmpty() ? org.apache.camel.health.HealthCheck.State.UP : org.apache.camel.health.HealthCheck.State.DOWN);
      builder.message(critical.isEmpty() ? "both databases answer" : critical);
    } catch (TimeoutException e) {
      builder.message("a database does not answer within 1 s; GET /api/health says which one and what to do").down();
    } catch (java.util.concurrent.ExecutionException e) {
      builder.message("the databases could not be asked; look at the log").error(e.getCause()).down();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      builder.message("interrupted").down();
    }
  }

  private synchronized CompletableFuture<List<HealthReport.Entry>> ask() {
    // while one is under way no other is begun: a database that hangs must not collect callers
    if (asked == null || (asked.isDone() && System.nanoTime() - askedAt > FRESH_NANOS)) {
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
        // no thread is to be had now; the next caller tries again
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
