package io.cascadian.ingest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the batches of one reading that are on their way to the store, so that the reading thread neither runs ahead of them nor ends before them.
 *
 * <p>Batches are stored one after the other. After one that could not be stored no later one is, so that the cursor never passes a hole. Thread-safe.
 */
final class BatchTracker {

  private static final Logger LOG = LoggerFactory.getLogger(BatchTracker.class);
  private static final Duration LAST_BATCH_TIMEOUT = Duration.ofSeconds(30);

  private final String stream;
  private final Duration timeout;
  private int underway;
  private Thread writer;
  private boolean committing;
  private boolean interrupted;
  private boolean unattended;
  private Cursors.Stored stored;
  private Exception failure;

  BatchTracker(String stream) {
    this(stream, LAST_BATCH_TIMEOUT);
  }

  /** @param timeout how long a batch of a reading that failed is waited for before its writer is interrupted */
  BatchTracker(String stream, Duration timeout) {
    this.stream = stream;
    this.timeout = timeout;
  }

  /** Notes that a batch is on its way to the store. */
  synchronized void begun() {
    underway++;
  }

  /** Notes that a batch is stored and its cursor moved. */
  synchronized void stored(Batch batch) {
    writerEnded();
    stored = batch.to() == null ? stored : batch.to();
    notifyAll();
  }

  /** Notes that a batch could not be stored. */
  synchronized void failed(Exception why) {
    writerEnded();
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  private void writerEnded() {
    underway--;
    writer = null;
    if (interrupted) {
      // the thread stores batches of other readings, too
      Thread.interrupted();
      interrupted = false;
    }
  }

  /**
   * Notes that the calling thread begins to store a batch, until {@link #stored} or {@link #failed}.
   *
   * @throws IllegalStateException when an earlier batch could not be stored, or the reading was cancelled
   */
  synchronized void storing() {
    requireNoFailure();
    writer = Thread.currentThread();
  }

  /**
   * Moves the cursor past a batch whose rows are stored, unless its reading was cancelled: the run may have gone on, and rows that it does not
   * expect must be read again by the next one.
   *
   * @throws IllegalStateException when the reading was cancelled; the cursor has not moved
   */
  void commit(Runnable advance) {
    synchronized (this) {
      if (unattended) {
        throw new IllegalStateException("a batch of " + stream + " was stored after its reading had been cancelled; it is read again", failure);
      }
      committing = true;
    }
    try {
      advance.run();
    } finally {
      synchronized (this) {
        committing = false;
      }
    }
  }

  private void requireNoFailure() {
    if (failure != null) {
      throw new IllegalStateException("a batch of " + stream + " before this one could not be stored, or its reading failed; this one is read again", failure);
    }
  }

  /** Waits until another batch may be read, which is while at most one is on its way; returns false when there is no use in reading on. */
  synchronized boolean awaitCapacity() {
    awaitAtMost(1);
    return failure == null;
  }

  /**
   * Waits until all batches are stored.
   *
   * @return the position that the last one reached; null when none had a page
   * @throws Exception when one could not be stored: the failure of the store, or the loss of the lock
   */
  synchronized Cursors.Stored awaitAll() throws Exception {
    awaitAtMost(0);
    if (failure != null) {
      throw failure;
    }
    return stored;
  }

  private void awaitAtMost(int most) {
    while (underway > most && failure == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a batch of " + stream + " was being stored; its interval is read again", e);
      }
    }
  }

  /**
   * Ends a reading that failed, and returns when nothing of it is being written any more: no batch that still waits is stored, and the one that is
   * being stored is waited for. After a while its writer is interrupted, which ends its statement at the server and its pause between two tries. What
   * follows in the run publishes what is stored until then, so that rows which came later would be missing in the published tables.
   */
  synchronized void cancel(Exception why) {
    if (failure == null) {
      failure = why;
    }
    long end = System.nanoTime() + timeout.toNanos();
    while (underway > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      try {
        if (left > 0) {
          wait(left);
          continue;
        }
      } catch (InterruptedException e) {
        // whoever interrupts wants an end at once: the process ends, and the cursor does not move behind what is written meanwhile
        Thread.currentThread().interrupt();
        unattended = true;
        interruptWriter();
        return;
      }
      LOG.warn("Stream {}: a batch is still being stored {} s after its reading failed; interrupting it, the run continues when it has ended",
          stream, timeout.toSeconds());
      interruptWriter();
      end = System.nanoTime() + timeout.toNanos();
    }
  }

  private void interruptWriter() {
    // a cursor on its way is short, and good when it arrives
    if (writer != null && !committing) {
      interrupted = true;
      writer.interrupt();
    }
  }
}
