package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Inserts batches of rows into a table by a thread of its own, while its caller encodes the next batch; two batches are in memory at most.
 *
 * <p>Used by one thread. No insert is running any more when {@link #finish} or {@link #close} returns.
 */
final class BackgroundInserts implements AutoCloseable {

  private final ClickHouse clickHouse;
  private final String table;
  private final List<String> columns;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
    Thread inserting = new Thread(task, "ledger-insert");
    inserting.setDaemon(true);
    return inserting;
  });
  private Future<Long> running = CompletableFuture.completedFuture(0L);
  private long inserted;

  BackgroundInserts(ClickHouse clickHouse, String table, List<String> columns) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.columns = columns;
  }

  /**
   * Waits for the batch before, and inserts this one, which must not be changed any more.
   *
   * @throws io.cascadian.store.StoreException when the batch before failed, or when the calling thread is interrupted (its flag stays set)
   */
  void insert(RowBinary rows) {
    awaitBatch();
    if (rows.rows() > 0) {
      running = thread.submit(() -> clickHouse.insert(table, columns, null, rows::writeTo));
    }
  }

  /** Waits for the last batch, failing as {@link #insert} does, and returns how many rows were inserted. */
  long finish() {
    awaitBatch();
    return inserted;
  }

  private void awaitBatch() {
    Future<Long> batch = running;
    running = CompletableFuture.completedFuture(0L);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          inserted += batch.get();
          return;
        } catch (InterruptedException e) {
          // the insert is interrupted in turn; it ends at the server, and fails here
          interrupted = true;
          thread.shutdownNow();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops the insert that is running, when its caller failed. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // an insert that ends later would write into a table that others fill by then
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
