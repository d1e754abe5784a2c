package io.cascadian.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes edited routes up while the service runs, when the whole folder is good; keeps the running ones otherwise, and says why.
 *
 * <p>The folder is looked at regularly. A change is judged once the folder has been the same for one interval, so that a file that is being
 * written is left alone. A good change waits for the end of messages in the routes that it touches and in those that call them: a nightly run
 * ends with the routes it began with. Thread-safe.
 */
public final class RouteReload implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  private final RouteFolder folder;
  private final RouteValidator validator;
  private final LiveRoutes live;
  private final Runnable afterChange;
  private final ScheduledExecutorService timer;
  private final Map<RouteProblem, Instant> rejected = new HashMap<>();
  private CheckedRoutes running;
  private CheckedRoutes good;
  private String waiting;
  private Instant loadedAt = Instant.now();
  private String seen;
  private String judged;

  /**
   * @param started the set that the context was started with
   * @param afterChange is run after routes were replaced, and after an attempt to; for what keeps something by routes
   */
  public RouteReload(RouteFolder folder, RouteValidator validator, CheckedRoutes started, ModelCamelContext context, Runnable afterChange) {
    this.folder = folder;
    this.validator = validator;
    this.running = started;
    this.live = new LiveRoutes(context);
    this.afterChange = afterChange;
    this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "routes-reload");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Begins to look at the folder, each time that long after the last look. */
  public RouteReload every(Duration interval) {
    timer.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void look() {
    try {
      String now = folder.fingerprint();
      boolean rested = now.equals(seen);
      seen = now;
      if (rested && !now.equals(judged)) {
        RouteTexts texts = folder.read();
        if (folder.fingerprint().equals(now)) {
          judged = now;
          judge(texts);
        }
      }
      apply();
    } catch (NoSuchFileException e) {
      // a file that is being replaced; one look later it is there or gone
      judged = null;
      if (!Files.isDirectory(folder.path())) {
        reject(List.of(new RouteProblem(folder.path().toString(), 1, "the folder of the routes is missing", "restore it")));
      }
    } catch (IOException e) {
      judged = null;
      reject(List.of(new RouteProblem(folder.path().toString(), 1, "the folder cannot be read: " + e.getMessage(), "make it readable for the service")));
    } catch (RuntimeException e) {
      LOG.error("Edited routes could not be judged; the running ones stay", e);
      reject(List.of(new RouteProblem(folder.path().toString(), 1, "the edit could not be judged: " + e, "take it back; the log has the details")));
    }
  }

  private void judge(RouteTexts texts) {
    if (texts.files().equals(running.texts().files())) {
      accept(null);
      return;
    }
    CheckedRoutes checked = validator.validate(texts);
    if (checked.isGood()) {
      accept(checked);
    } else {
      accept(null, checked.problems());
    }
  }

  private synchronized void accept(CheckedRoutes checked) {
    accept(checked, List.of());
  }

  private synchronized void accept(CheckedRoutes checked, List<RouteProblem> problems) {
    good = checked;
    waiting = null;
    reject(problems);
  }

  private synchronized void reject(List<RouteProblem> problems) {
    boolean had = !rejected.isEmpty();
    rejected.keySet().retainAll(problems);
    for (RouteProblem problem : problems) {
      if (rejected.putIfAbsent(problem, Instant.now()) == null) {
        LOG.warn("Edited routes are not taken, the running ones stay: {}", problem.text());
      }
    }
    if (had && rejected.isEmpty()) {
      LOG.info("The routes in {} are good again", folder.path());
    }
  }

  private void apply() {
    CheckedRoutes next = good;
    if (next == null) {
      return;
    }
    Set<String> files = LiveRoutes.affected(running, next);
    Set<String> busy = live.busy(running, files);
    if (!busy.isEmpty()) {
      await(files, "the end of what is going on in " + String.join(", ", busy));
      return;
    }
    try {
      try {
        live.replace(running, next, files);
      } finally {
        afterChange.run();
      }
      taken(next);
      LOG.info("Edited routes taken: {}", String.join(", ", files));
    } catch (LiveRoutes.StillBusyException e) {
      await(files, e.getMessage());
    } catch (Exception e) {
      LOG.debug("Details", e);
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      accept(null, List.of(new RouteProblem(files.iterator().next(), 1, "the routes could not be started, the former ones are back: " + cause.getMessage(),
          "correct what was edited last")));
    }
  }

  private synchronized void await(Set<String> files, String what) {
    if (waiting == null) {
      LOG.info("Edited routes {} wait for {}", String.join(", ", files), what);
    }
    waiting = String.join(", ", files) + " waits for " + what;
  }

  private synchronized void taken(CheckedRoutes next) {
    running = next;
    good = null;
    waiting = null;
    loadedAt = Instant.now();
  }

  /** What is running now and what was not taken. */
  public synchronized RouteStatus status() {
    return new RouteStatus(
        running.graph().nodes().stream().map(n -> new RouteStatus.Entry(n.id(), n.own().file(), live.status(n.id()), n.input(), n.description())).toList(),
        rejected.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> new RouteStatus.Rejection(e.getKey(), e.getValue())).toList(),
        Optional.ofNullable(waiting), loadedAt);
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
