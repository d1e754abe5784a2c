package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks that nothing of a reading is written, and no cursor moved, after the reading was given up. */
@Timeout(30)
class BatchTrackerTest {

  private final BatchTracker batches = new BatchTracker("fills", Duration.ofMillis(200));
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  /** As the next batch of the writer's thread finds its flag. */
  private final AtomicBoolean interruptedAfterwards = new AtomicBoolean();

  @AfterEach
  void stop() {
    writer.shutdownNow();
  }

  @Test
  void cancel_interruptsTheWriterAndReturnsWhenItHasEnded() throws Exception {
    AtomicBoolean writing = new AtomicBoolean();
    CompletableFuture<Exception> outcome = begin(() -> {
      writing.set(true);
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        // as a statement that is just being ended at the server, before it is interrupted again
        sleepWhatever(100);
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted");
      } finally {
        writing.set(false);
      }
    });
    await().untilTrue(writing);
    batches.cancel(new IllegalStateException("the source is gone"));
    assertThat(writing).isFalse();
    outcome.get(5, TimeUnit.SECONDS);
    assertThat(interruptedAfterwards).isFalse();
  }

  @Test
  void cursor_doesNotMoveAfterTheReadingWasCancelled() throws Exception {
    CountDownLatch inserted = new CountDownLatch(1);
    AtomicBoolean moved = new AtomicBoolean();
    CompletableFuture<Exception> outcome = begin(() -> {
      // as a sink that does not notice an interrupt
      while (inserted.getCount() > 0) {
        Thread.onSpinWait();
      }
      batches.commit(() -> moved.set(true));
    });
    Thread interrupted = new Thread(() -> {
      // a process that is asked to end does not wait for the writer
      Thread.currentThread().interrupt();
      batches.cancel(new IllegalStateException("told to end"));
    });
    interrupted.start();
    interrupted.join();
    inserted.countDown();
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(moved).isFalse();
  }

  @Test
  void cursorThatIsJustMoving_isWaitedForAndNotInterrupted() throws Exception {
    AtomicBoolean moved = new AtomicBoolean();
    CountDownLatch moving = new CountDownLatch(1);
    begin(() -> batches.commit(() -> {
      moving.countDown();
      try {
        Thread.sleep(900);
        moved.set(true);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    moving.await();
    batches.cancel(new IllegalStateException("the source is gone"));
    assertThat(moved).isTrue();
  }

  @Test
  void batchThatStillWaits_isNotStoredAfterTheReadingWasCancelled() {
    batches.begun();
    CompletableFuture.runAsync(() -> {
      sleepWhatever(300);
      try {
        batches.storing();
      } catch (IllegalStateException e) {
        batches.failed(e);
      }
    });
    batches.cancel(new IllegalStateException("the source is gone"));
    assertThatThrownBy(batches::awaitAll).hasMessage("the source is gone");
  }

  /** Stores a batch on the writer's thread as the route does. */
  private CompletableFuture<Exception> begin(Runnable work) {
    batches.begun();
    return CompletableFuture.supplyAsync(() -> {
      try {
        batches.storing();
        work.run();
        batches.stored(new Batch(null));
        return null;
      } catch (RuntimeException e) {
        batches.failed(e);
        interruptedAfterwards.set(Thread.currentThread().isInterrupted());
        return e;
      }
    }, writer);
  }

  private static void sleepWhatever(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
