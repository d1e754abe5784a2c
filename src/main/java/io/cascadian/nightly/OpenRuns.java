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
 * Is a run marked as running that nobody works on any more, because its process died, was told to end, or lost its lock? Thread-safe.
 *
 * <p>Whoever works on a run holds the run lock, which ends with its process; so a run that is open while the lock is free is abandoned.
 */
public final class OpenRuns {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRuns.class);
  /** A run that ended its process so often, or could not be closed, is not tried once more without hands. */
  private static final int MOST_ATTEMPTS = 5;

  private final RunLedger ledger;
  private final RunLock lock;
  private final RunClosing closing;

  /**
   * A run that is marked as running.
   *
   * @param attempts how often it ended its process, or lost its lock, or could not be closed
   * @param young whether it may still be carried on
   */
  record Open(long id, String kind, int attempts, boolean young) {}

  /** @param summary where those that are closed are told of */
  public OpenRuns(RunLedger ledger, RunLock lock, RunSummary summary) {
    this.ledger = ledger;
    this.lock = lock;
    this.closing = new RunClosing(ledger, summary);
  }

  /** Whether any process works on a run now, or on history. */
  public boolean isAnybodyAtWork() {
    return lock.isHeld(RunLock.RUNS);
  }

  /**
   * What would carry an abandoned run on. Those that cannot be carried on are closed as failed.
   *
   * @param resumable whether runs of a kind are carried on; work on history is not, it has to be asked for again
   * @param startable whether that can be done here and now; others stay open, for another process or a later look
   * @return the start of the newest; empty when there is none, or somebody is at work
   * @throws StoreException when Postgres cannot be asked
   */
  public Optional<RunStart> abandoned(Predicate<String> resumable, Predicate<String> startable) {
    List<Open> before = ledger.open();
    if (before.isEmpty() || isAnybodyAtWork()) {
      return Optional.empty();
    }
    // open before and after the lock was seen free: not one that has ended, or begun, in between
    List<Open> open = ledger.open().stream().filter(before::contains).toList();
    Predicate<Open> hopeful = run -> resumable.test(run.kind()) && run.young() && run.attempts() < MOST_ATTEMPTS;
    if (!open.stream().allMatch(hopeful) && !close(hopeful)) {
      return Optional.empty();
    }
    return open.stream().filter(hopeful).filter(run -> startable.test(run.kind())).findFirst().map(run -> {
      LOG.warn("Run {} ({}) is marked as running, and nobody works on it: it is carried on", run.id(), run.kind());
      return new RunStart(run.kind(), RunStart.RESUME, null);
    });
  }

  /** Returns false when somebody else has come to work. */
  private boolean close(Predicate<Open> hopeful) {
    Optional<RunLock.Held> held = lock.tryAcquire(RunLock.RUNS, "closing");
    if (held.isEmpty()) {
      return false;
    }
    try (RunLock.Held guard = held.get()) {
      // asked again, now that nobody else can begin or close one
      List<Open> open = new ArrayList<>(ledger.open());
      Collections.reverse(open);
      for (Open run : open) {
        if (!hopeful.test(run)) {
          closing.close(run.id(), run.attempts() < MOST_ATTEMPTS ? RunClosing.CUT_OFF : "given up after " + run.attempts() + " attempts", new RunPlan(List.of()));
        }
      }
      return true;
    }
  }
}
