package io.cascadian.nightly;

import io.cascadian.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runs that are marked as running and have no holder, because their process died, was asked to end, or lost its lock. Thread-safe.
 *
 * <p>Whoever works on a run holds the run lock, which ends with its process; so a run that is open while the lock is free is orphaned.
 */
public final class OpenRuns {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRuns.class);
  /** A run that ended its process so often, or could not be closed, is not retried automatically. */
  private static final int MOST_ATTEMPTS = 5;

  private final RunStore runStore;
  private final RunLock lock;
  private final RunClosing closing;

  /**
   * Identifies a run that is recorded as running.
   *
   * @param attempts how often it ended its process, or lost its lock, or could not be closed
   * @param young whether it may still be resumed
   */
  record Open(long id, String kind, int attempts, boolean young) {}

  /** @param summary where the closed ones are reported */
  public OpenRuns(RunStore runStore, RunLock lock, RunSummary summary) {
    this.runStore = runStore;
    this.lock = lock;
    this.closing = new RunClosing(runStore, summary);
  }

  /** Returns whether any process works on a run now, or on history. */
  public boolean isLockHeld() {
    return lock.isHeld(RunLock.RUNS);
  }

  /**
   * Returns the start that resumes an orphaned run. Those that cannot be resumed are closed as failed.
   *
   * @param resumable whether runs of a kind are resumed; work on history is not, it has to be asked for again
   * @param startable whether that can be done here and now; others stay open, for another process or a later look
   * @return the start of the newest; empty when there is none, or the run lock is held
   * @throws StoreException when Postgres cannot be asked
   */
  public Optional<RunStart> orphaned(Predicate<String> resumable, Predicate<String> startable) {
    List<Open> before = runStore.open();
    if (before.isEmpty() || isLockHeld()) {
      return Optional.empty();
    }
    // open before and after the lock was seen free: not one that has ended, or begun, in between
    List<Open> open = runStore.open().stream().filter(before::contains).toList();
    Predicate<Open> resumed = run -> resumable.test(run.kind()) && run.young() && run.attempts() < MOST_ATTEMPTS;
    if (!open.stream().allMatch(resumed) && !close(resumed)) {
      return Optional.empty();
    }
    return open.stream().filter(resumed).filter(run -> startable.test(run.kind())).findFirst().map(run -> {
      LOG.warn("Run {} ({}) is orphaned: it is marked as running and its holder is gone; it is resumed", run.id(), run.kind());
      return new RunStart(run.kind(), RunStart.RESUME, null);
    });
  }

  /** Returns false when another process has acquired the run lock. */
  private boolean close(Predicate<Open> resumed) {
    Optional<RunLock.Held> held = lock.tryAcquire(RunLock.RUNS, "closing");
    if (held.isEmpty()) {
      return false;
    }
    try (RunLock.Held guard = held.get()) {
      // asked again, now that no other process can begin or close one
      List<Open> open = new ArrayList<>(runStore.open());
      Collections.reverse(open);
      for (Open run : open) {
        if (!resumed.test(run)) {
          closing.close(run.id(), run.attempts() < MOST_ATTEMPTS ? RunClosing.CUT_OFF : "given up after " + run.attempts() + " attempts", new RunPlan(List.of()));
        }
      }
      return true;
    }
  }
}
