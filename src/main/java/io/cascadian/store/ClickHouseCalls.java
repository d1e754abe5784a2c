package io.cascadian.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits for the driver's answers, for a limited time, and turns its failures into {@link StoreException}s. Thread-safe. */
final class ClickHouseCalls {

  private final Duration limit;
  private volatile Consumer<StoreException> observer = failure -> { };

  ClickHouseCalls(Duration limit) {
    this.limit = limit;
  }

  /** Reports every failed call to {@code newObserver} from now on, on the caller's thread. */
  void onFailure(Consumer<StoreException> newObserver) {
    observer = newObserver;
  }

  /** Makes a call and waits for it: the driver throws some failures where it is called and keeps others in the future. */
  <T> T await(String operation, Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> future;
    try {
      future = call.get();
    } catch (RuntimeException e) {
      throw failed(operation, e);
    }
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("ClickHouse", operation, "interrupted while waiting for the server", e);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw observed(new StoreUnavailableException("ClickHouse", operation, "no answer within " + limit.toSeconds() + " s", e));
    } catch (ExecutionException e) {
      throw failed(operation, e.getCause());
    }
  }

  /** Types a failure of the driver and reports it; one that is typed already was reported and stays as it is. */
  StoreException failed(String operation, Throwable failure) {
    return failure instanceof StoreException typed ? typed : observed(ClickHouseErrors.typed(operation, failure));
  }

  private <E extends StoreException> E observed(E failure) {
    observer.accept(failure);
    return failure;
  }
}
