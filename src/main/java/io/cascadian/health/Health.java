package io.cascadian.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all checks side by side and reports within a bounded time, whatever they do.
 *
 * <p>Each check has a timeout of its own; one that exceeds it is reported as critical with a hint and interrupted. Threads are bounded,
 * also by checks that do not notice the interrupt. Thread-safe.
 */
public final class Health implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final CheckRegistry registry;
  private final Duration longest;
  private final ExecutorService threads;
  private final Map<String, Probe> probes = new ConcurrentHashMap<>();
  private final List<Consumer<HealthReport>> listeners = new CopyOnWriteArrayList<>();
  private volatile Supplier<OptionalLong> typicalMillis = OptionalLong::empty;

  /** @param longest timeout of checks that ask for more, and so, but for a moment, the limit of a whole report */
  public Health(CheckRegistry registry, Duration longest) {
    this.registry = registry;
    this.longest = longest;
    // not limited here: each check has a few threads at most
    this.threads = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "health-check");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Names of the checks, in order. */
  public List<String> names() {
    return registry.names();
  }

  /**
   * Registers a listener for complete reports, called on the requesting thread before it gets the report: a listener must not block. What it throws is logged
   * and goes no further.
   */
  public void onReport(Consumer<HealthReport> listener) {
    listeners.add(listener);
  }

  /** Sets the supplier of the usual duration of a report in milliseconds, which must not block. */
  public void typicalMillis(Supplier<OptionalLong> supplier) {
    typicalMillis = supplier;
  }

  /** Runs all checks and notifies the listeners. */
  public HealthReport report() {
    return report(Probe::begin);
  }

  /**
   * Returns a report for an unlimited number of callers: results that are {@linkplain HealthCheck#freshFor fresh} are not asked for again, and say
   * how old they are.
   */
  public HealthReport recent() {
    return report(Probe::beginUnlessFresh);
  }

  private HealthReport report(Function<Probe, Probe.Pending> beginning) {
    Instant start = Instant.now();
    long begin = System.nanoTime();
    List<HealthReport.Entry> entries = run(registry.contributions(), beginning);
    HealthStatus overall = HealthStatus.HEALTHY;
    for (HealthReport.Entry entry : entries) {
      overall = overall.worse(entry.result().status());
    }
    HealthReport report =
        new HealthReport(start, overall, (System.nanoTime() - begin) / 1_000_000, typicalMillis.get(), entries);
    for (Consumer<HealthReport> listener : listeners) {
      try {
        listener.accept(report);
      } catch (RuntimeException e) {
        LOG.error("A health report was not passed to all listeners; history, metrics or log may lack it", e);
      }
    }
    return report;
  }

  /** Runs one check; empty when there is none of that name. No listener is notified. */
  public Optional<HealthReport.Entry> report(String name) {
    return report(List.of(name)).stream().findFirst();
  }

  /** Returns one check, whose result is not asked for again while it is fresh; empty when there is none of that name. No listener is notified. */
  public Optional<HealthReport.Entry> recent(String name) {
    return run(registry.contributions().stream().filter(c -> c.check().name().equals(name)).toList(), Probe::beginUnlessFresh).stream().findFirst();
  }

  /** Runs the checks of these names, side by side; names that there are not are left out. No listener is notified. */
  public List<HealthReport.Entry> report(Collection<String> names) {
    return run(registry.contributions().stream().filter(c -> names.contains(c.check().name())).toList(), Probe::begin);
  }

  private List<HealthReport.Entry> run(List<CheckRegistry.Contribution> wanted, Function<Probe, Probe.Pending> beginning) {
    // the list is whole before anything is waited for: that is what makes them run side by side
    List<Probe.Pending> pending = wanted.stream().map(c -> beginning.apply(probe(c))).toList();
    return pending.stream().map(Probe.Pending::await).toList();
  }

  private Probe probe(CheckRegistry.Contribution contribution) {
    return probes.computeIfAbsent(contribution.check().name(), name -> new Probe(
        contribution.check(), contribution.timeout().compareTo(longest) < 0 ? contribution.timeout() : longest, threads));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
