package io.cascadian.ingest;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The promise that a cursor moves only after the rows it covers are durably in ClickHouse.
 *
 * <p>One batch is written while the next is read; a second one waits. Used by one reading thread.
 */
final class BatchWriter implements AutoCloseable {

  private final String stream;
  private final ClickHouse clickHouse;
  private final Cursors cursors;
  private final FenceGuard guard;
  private final String blockHash;
  private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> new Thread(task, "ingest-writer"));
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
        clickHouse.insert(table.getKey().table(), table.getKey().columns(), batch.token(stream), table.getValue()::writeTo);
      }
    }
    cursors.advance(guard, stream, batch.to(), blockHash, batch.records());
    return batch.to();
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

  @Override
  public void close() {
    writer.shutdown();
  }
}
