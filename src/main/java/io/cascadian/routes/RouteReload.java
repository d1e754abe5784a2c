package io.cascadian.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces running routes by edited ones when the whole folder is valid; otherwise leaves them running and reports why.
 *
 * <p>The folder is polled, see {@link SettledFolder}. A good change waits for the end of messages in the routes that it touches and in those that call them: a nightly run
 * ends with the routes it began with.
 *
 * <p>Where neither an edit nor what was there before can be started, as when a database is away, routes are missing for a while: that is reported,
 * and each poll tries to put the former ones back, also one at a folder that cannot be read, and then the edit once more. Thread-safe.
 */
public final class RouteReload implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
  /** How long after the last poll the next one is overdue; replacing routes that wait for a database may take minutes. */
  private static final Duration LATE = Duration.ofMinutes(5);
  private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  private final RouteFolder folder;
  private final SettledFolder edits;
  private final RouteValidator validator;
  private final LiveRoutes live;
  private final Runnable afterChange;
  private final ScheduledExecutorService timer;
  private final RouteProblemLog problemLog = new RouteProblemLog();
  /** To be taken as soon as nothing is in its way. */
  private CheckedRoutes good;
  /** Good by itself, and could be started as little as what was there before: tried again when that is back. */
  private CheckedRoutes postponed;
  private EditWait waiting = new EditWait(UNLIMITED);
  /** Bean by which the routes of runs are known. */
  private String runLock = "";
  private volatile Instant loadedAt = Instant.now();
  private Duration interval;
  private Instant lastPolledAt;
  private List<RouteProblem> ignored;

  /**
   * @param started the set that the context was started with
   * @param afterChange is run after routes were replaced or put back, when none is missing; for what keeps something by routes
   */
  public RouteReload(RouteFolder folder, RouteValidator validator, CheckedRoutes started, ModelCamelContext context, Runnable afterChange) {
    this.folder = folder;
    this.edits = new SettledFolder(folder);
    this.validator = validator;
    this.live = new LiveRoutes(context, started);
    this.afterChange = afterChange;
    this.ignored = started.texts().ignored();
    this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "routes-reload");
      thread.setDaemon(true);
      return thread;
    });
  }

  /**
   * Sets how long an edit waits for messages in work, which may be without an end; then their routes are stopped under them. For a run it waits on, because
   * a run that is cut off has to be resumed, and reports it.
   *
   * @param lock bean by which the routes of runs are known
   */
  public synchronized RouteReload waitingAtMost(Duration longest, String lock) {
    waiting = new EditWait(longest);
    runLock = lock;
    return this;
  }

  /** Starts polling the folder, each time that long after the last poll. */
  public RouteReload every(Duration interval) {
    synchronized (this) {
      this.interval = interval;
      this.lastPolledAt = Instant.now();
    }
    timer.scheduleWithFixedDelay(this::poll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Never throws: that would end polling. */
  void poll() {
    boolean read = false;
    try {
      Optional<RouteTexts> settled = edits.poll();
      if (settled.isPresent()) {
        validate(settled.get());
      }
      read = true;
    } catch (NoSuchFileException e) {
      // a file that is being replaced; one poll later it is there or gone
      edits.again();
      if (!Files.isDirectory(folder.path())) {
        problemLog.rejected(List.of(new RouteProblem(folder.path().toString(), 1, "the folder of the routes is missing", "restore it")));
      }
    } catch (IOException e) {
      edits.again();
      problemLog.rejected(List.of(new RouteProblem(folder.path().toString(), 1, "the folder cannot be read: " + e.getMessage(),
          "make it readable for the service")));
    } catch (Throwable e) {
      failed(e);
    }
    try {
      // what is missing is put back from memory: the folder need not be there for it
      if (!read || !take()) {
        restore();
      }
    } catch (Throwable e) {
      failed(e);
    }
    synchronized (this) {
      lastPolledAt = Instant.now();
    }
  }

  /** Handles an Error as well: thrown on, it would end polling for good. */
  private void failed(Throwable e) {
    LOG.error("Edited routes could not be validated; the running ones stay", e);
    problemLog.rejected(List.of(new RouteProblem(folder.path().toString(), 1, "the edit could not be validated: " + e,
        "take it back, or save it again when it was not at fault; the log has the details")));
  }

  private void validate(RouteTexts texts) {
    ignored(texts.ignored());
    if (texts.unreadable().isEmpty() && texts.files().equals(live.running().texts().files())) {
      accept(null, List.of());
      return;
    }
    CheckedRoutes checked = validator.validate(texts);
    List<RouteProblem> problems = checked.isGood() ? checked.neededRestarts(live.running()) : checked.problems();
    accept(problems.isEmpty() ? checked : null, problems);
  }

  private synchronized void ignored(List<RouteProblem> files) {
    files.stream().filter(file -> !ignored.contains(file)).forEach(file -> LOG.warn("Routes: a file is ignored: {}", file.text()));
    ignored = files;
  }

  private synchronized void accept(CheckedRoutes checked, List<RouteProblem> problems) {
    good = checked;
    postponed = null;
    waiting.over();
    problemLog.rejected(problems);
  }

  /** Returns whether there was an edit that nothing was in the way of. */
  private boolean take() {
    if (good == null) {
      return false;
    }
    Set<String> files = live.affected(good);
    Set<String> busy = live.busy(good, files);
    // also where nothing is busy: requests that are not counted may not end either
    boolean isTooLong = waiting.isTooLong(live.isRun(busy, runLock));
    if (!busy.isEmpty() && !isTooLong) {
      waiting.on(files, "the end of what is going on in " + String.join(", ", busy));
      return false;
    }
    take(good, files, isTooLong);
    return true;
  }

  private void restore() {
    Set<String> lost = live.out();
    if (!lost.isEmpty()) {
      missing(live.restore());
      if (live.out().isEmpty()) {
        LOG.info("Routes are back in force: {}", String.join(", ", lost));
        changed();
      }
    }
  }

  private void take(CheckedRoutes next, Set<String> files, boolean isForced) {
    Set<String> edited = live.edited(next);
    List<RouteProblem> before = live.running().warnings();
    boolean isReplaced = false;
    try {
      live.replace(next, files, isForced);
      taken();
      isReplaced = true;
      next.warnings().stream().filter(warning -> !before.contains(warning)).forEach(warning -> LOG.warn("Routes: {}", warning.warning()));
      LOG.info("Edited routes are in force: {}", String.join(", ", edited.isEmpty() ? files : edited));
    } catch (LiveRoutes.StillBusyException e) {
      waiting.on(files, e.getMessage());
      missing(Arrays.stream(e.getSuppressed()).findFirst());
      return;
    } catch (Throwable e) {
      LOG.debug("Details", e);
      if (live.out().isEmpty()) {
        accept(null, List.of(new RouteProblem(files.iterator().next(), 1, "the routes could not be started, the former ones are back: " + RouteProblem.reason(e),
            "correct what was edited last, or save it again when something else was at fault")));
      } else {
        accept(null, List.of());
        waiting.on(files, "the former routes to be back");
        postponed = next;
      }
      missing(Optional.of(e));
    }
    changed();
    if (isReplaced) {
      // after what is kept by routes, such as triggers: whoever sees the edit sees those as well
      loadedAt = Instant.now();
    }
  }

  /** Reports missing routes; when none is missing any more, a postponed edit is tried again. */
  private void missing(Optional<Throwable> cause) {
    Set<String> files = live.out();
    problemLog.out(files, cause.map(RouteProblem::reason).orElse("it was taken away"));
    if (files.isEmpty() && postponed != null) {
      good = postponed;
      postponed = null;
      waiting.over();
    }
  }

  /** Not while routes are missing: state that belongs to routes, such as since when a schedule counts, would be deleted. */
  private void changed() {
    if (!live.out().isEmpty()) {
      return;
    }
    try {
      afterChange.run();
    } catch (RuntimeException e) {
      LOG.error("Routes: schedule and run steps could not be updated after an edit; they are compared again by the next edit and by run-supervisor", e);
    }
  }

  private synchronized void taken() {
    accept(null, List.of());
    missing(Optional.empty());
  }

  /** Returns what is running now and what was rejected. */
  public synchronized RouteStatus status() {
    return new RouteStatus(
        live.running().graph().nodes().stream()
            .map(n -> new RouteStatus.Entry(n.id(), n.own().file(), live.status(n.id()), n.input(), n.description())).toList(),
        problemLog.all(), ignored, live.running().warnings(), problemLog.out(), waiting.what(), loadedAt, Optional.ofNullable(lastPolledAt),
        Optional.ofNullable(interval).map(each -> lastPolledAt.plus(each).plus(LATE)));
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      // half a replacement is worse than a late end
      if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
