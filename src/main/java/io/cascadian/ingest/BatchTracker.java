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
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private final String stream;
  private int underway;
  private Cursors.Stored stored;
  private Exception failure;

  BatchTracker(String stream) {
    this.stream = stream;
  }

  /** Notes that a batch is on its way to the store. */
  synchronized void begun() {
    underway++;
  }

  /** Notes that a batch is stored and its cursor moved. */
  synchronized void stored(Batch batch) {
    underway--;
    stored = batch.to() == null ? stored : batch.to();
    notifyAll();
  }

  /** Notes that a batch could not be stored. */
  synchronized void failed(Exception why) {
    underway--;
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /**
   * Checks, before a batch is stored, that everything before it is stored.
   *
   * @throws IllegalStateException when an earlier batch could not be stored, or the reading was abandoned
   */
  synchronized void requireNoFailure() {
    if (failure != null) {
      throw new IllegalStateException("a batch of " + stream + " before this one could not be stored; this one is read again", failure);
    }
  }

  /** Waits until another batch may be read, which is while at most one is on its way; returns false when there is no use in reading on. */
  synchronized boolean awaitRoom() {
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
   * Ends a reading that failed: no batch that still waits is stored, and one that is being stored is waited for, for a minute at most. What follows in the
   * run publishes what is stored until then, so that rows which came later would be missing in the published tables until their wallets trade again.
   */
  synchronized void abandon(Exception why) {
    if (failure == null) {
      failure = why;
    }
    long end = System.nanoTime() + ABANDONED.toNanos();
    while (underway > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        LOG.warn("Stream {}: a batch is still being stored {} s after its reading failed; its cursor moves only while this run holds the lock",
            stream, ABANDONED.toSeconds());
        return;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        // whoever interrupts wants an end at once
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
