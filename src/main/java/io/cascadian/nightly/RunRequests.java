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
 * Lets whoever asks for a run, which another thread executes, wait until the run is recorded. What is recorded is resumed after a crash; a request that
 * waits in memory is lost in one, so it is not to be reported as accepted.
 *
 * <p>Called from YAML: {@code open} before the exchange is handed over, {@code taken} where it arrives, {@code await} before the answer. Thread-safe.
 */
public final class RunRequests {

  /** Header with the id of the recorded run. */
  public static final String RUN = "recordedRun";

  /** Longest that a request waits. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  private static final String RECORDED = "cascadianRunRecorded";

  /** Begins to wait for the record of a run. */
  public void open(Exchange exchange) {
    exchange.setProperty(RECORDED, new CompletableFuture<Long>());
  }

  /** Ends the wait in vain when the exchange has ended without a record. */
  public void taken(Exchange exchange) {
    CompletableFuture<?> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    if (recorded != null) {
      exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
        @Override
        public void onDone(Exchange ended) {
          Throwable cause = ended.getException() != null ? ended.getException() : ended.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
          recorded.completeExceptionally(new RunNotBegunException("no run was recorded", cause));
        }
      });
    }
  }

  /** Notes that a run is recorded, as begun, resumed or skipped, for which an exchange asks. */
  static void recorded(Exchange exchange, long run) {
    @SuppressWarnings("unchecked")
    CompletableFuture<Long> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    if (recorded != null) {
      recorded.complete(run);
    }
  }

  /**
   * Waits for the record and leaves its id in the header {@value #RUN}.
   *
   * @throws StoreUnavailableException when there is none in time, or no run could be begun
   */
  public void await(Exchange exchange) {
    CompletableFuture<?> recorded = exchange.getProperty(RECORDED, CompletableFuture.class);
    try {
      exchange.getMessage().setHeader(RUN, recorded.get(WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("Postgres", "record a run that was asked for", "not recorded within " + WAIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailableException("Postgres", "record a run that was asked for", e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a run that was asked for was to be recorded", e);
    }
  }
}
