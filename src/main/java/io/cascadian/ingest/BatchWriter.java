package io.cascadian.ingest;

import io.cascadian.http.RetryPolicy;
import io.cascadian.observe.LogContext;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise that a cursor moves only after the rows it covers are durably in ClickHouse.
 *
 * <p>One batch is written while the next is read; a second one waits. Used by one reading thread.
 */
final class BatchWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  /** Over some half minute: long enough for a server to be started again. */
  private static final RetryPolicy RETRIES = new RetryPolicy(7, Duration.ofMillis(500), Duration.ofSeconds(15));

  private final String stream;
  private final ClickHouse clickHouse;
  private final Cursors cursors;
  private final FenceGuard guard;
  private final String blockHash;
  private final ExecutorService writer = Executors.newSingleThreadExecutor(
      task -> new Thread(LogContext.carried(task), "ingest-writer"));
  private Future<Cursors.Stored> pending;
  private Cursors.Stored written;

  BatchWriter(String stream, ClickHouse clickHouse, Cursors cursors, FenceGuard guard, String blockHash) {
    this.stream = stream;
    this.clickHouse = clickHouse;
    this.cursors = cursors;
    this.guard = guard;
    this.blockHash = blockHash;
  }

  /** Hands a batch over, after the one before has been written. */
  void write(Batch batch) {
    finish();
    pending = writer.submit(() -> insert(batch));
  }

  private Cursors.Stored insert(Batch batch) {
    guard.check();
    for (Map.Entry<Rows.Table, RowBinary> table : batch.rows().encoded().entrySet()) {
      if (table.getValue().rows() > 0) {
        insert(table.getKey(), table.getValue(), batch.token(stream, guard.fence()));
      }
    }
    cursors.advance(guard, stream, batch.to(), blockHash, batch.records());
    return batch.to();
  }

  /** A store that is away for a moment does not end the run: the token makes a repeated insert add nothing that is there already. */
  private void insert(Rows.Table table, RowBinary rows, String token) {
    for (int attempt = 1; ; attempt++) {
      try {
        clickHouse.insert(table.table(), table.columns(), token, rows::writeTo);
        return;
      } catch (StoreUnavailableException e) {
        if (attempt == RETRIES.attempts()) {
          throw e;
        }
        Duration pause = RETRIES.pause(attempt, null);
        LOG.warn("Insert {} of {} into {} failed, next in {} ms: {}", attempt, RETRIES.attempts(), table.table(), pause.toMillis(), e.getMessage());
        sleep(pause, e);
      }
    }
  }

  private static void sleep(Duration pause, StoreUnavailableException failure) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /** Waits for what was handed over; returns the position reached, null when nothing was written. */
  Cursors.Stored finish() {
    if (pending == null) {
      return written;
    }
    try {
      written = pending.get();
      pending = null;
      return written;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch of " + stream + " was being written", e);
    } catch (ExecutionException e) {
      pending = null;
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends a batch that nobody waits for any more, because reading failed: its interval is read again. Nothing goes on behind the run's back. */
  @Override
  public void close() {
    writer.shutdownNow();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("A batch of {} is still being written; its cursor moves only while this run holds the lock", stream);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
