package io.cascadian.nightly;

import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Waits, for the caller that requests a run from another thread, until the run is recorded. A recorded run is resumed after a crash; a request in the
 * queue is lost in one, so it must not be reported as accepted before.
 *
 * <p>Called from YAML: {@code open} before the exchange is handed over, {@code taken} where it arrives, {@code await} before the answer. Thread-safe.
 */
public final class RunRequests {

  /** Header with the id of the recorded run. */
  public static final String RUN = "recordedRun";

  /** Timeout of a request. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  private static final String RECORDED = "cascadianRunRecorded";

  /** Prepares an exchange for {@link #await}. */
  public void open(Exchange exchange) {
    exchange.setProperty(RECORDED, new CompletableFuture<Long>());
  }

  /** Cancels the wait if the exchange ends without a recorded run. */
  public void taken(Exchange exchange) {
    CompletableFuture<?> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    if (recorded != null) {
      exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
        @Override
        public void onDone(Exchange ended) {
          Throwable cause = ended.getException() != null ? ended.getException() : ended.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
          recorded.completeExceptionally(new RunNotStartedException("no run was recorded", cause));
        }
      });
    }
  }

  /** Ends the wait of an exchange, because its run is recorded as started, resumed or skipped. */
  static void recorded(Exchange exchange, long run) {
    @SuppressWarnings("unchecked")
    CompletableFuture<Long> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    if (recorded != null) {
      recorded.complete(run);
    }
  }

  /**
   * Waits up to ten seconds for the recorded run and sets its id as header {@value #RUN}.
   *
   * @throws StoreUnavailableException when no run is recorded in time, or none could be started
   */
  public void await(Exchange exchange) {
    CompletableFuture<?> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    try {
      exchange.getMessage().setHeader(RUN, recorded.get(WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("Postgres", "record the requested run", "not recorded within " + WAIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailableException("Postgres", "record the requested run", e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the requested run to be recorded", e);
    }
  }
}
