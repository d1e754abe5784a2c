package io.cascadian.observe;

import io.cascadian.health.HealthReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Publishes the last health report as metrics: 0 healthy, 1 warning, 2 critical. Thread-safe. */
public final class HealthMetrics implements Consumer<HealthReport> {

  private final GaugeFamily status;
  private final GaugeFamily duration;
  private final GaugeFamily overall;
  private final GaugeFamily time;
  private final GaugeFamily head;
  private final Set<String> sources;

  /** @param sources names of the checks of sources, whose data time is that of the newest block */
  public HealthMetrics(MeterRegistry registry, Collection<String> sources) {
    this.sources = Set.copyOf(sources);
    status = new GaugeFamily("cascadian.health.check.status", null, "What a check found last: 0 healthy, 1 warning, 2 critical", Math::max, registry);
    duration = new GaugeFamily("cascadian.health.check.duration", "seconds", "How long the check took", Math::max, registry);
    overall = new GaugeFamily("cascadian.health.status", null, "The worst of the last whole report: 0 healthy, 1 warning, 2 critical", Math::max, registry);
    time = new GaugeFamily("cascadian.health.report.timestamp", "seconds", "When the last whole report was made", Math::max, registry);
    head = new GaugeFamily("cascadian.source.head.timestamp", "seconds", "Time of the source's newest block", Math::min, registry);
  }

  @Override
  public synchronized void accept(HealthReport report) {
    set(status, report.checks(), entry -> Optional.of((double) entry.result().status().ordinal()));
    set(duration, report.checks(), entry -> Optional.of(entry.durationMs() / 1000.0));
    set(head, report.checks().stream().filter(entry -> sources.contains(entry.check())).toList(),
        HealthMetrics::headTime);
    overall.set(Map.of(Tags.empty(), (double) report.overall().ordinal()));
    time.set(Map.of(Tags.empty(), report.timestamp().toEpochMilli() / 1000.0));
  }

  private static void set(GaugeFamily family, List<HealthReport.Entry> entries, Function<HealthReport.Entry, Optional<Double>> value) {
    Map<Tags, Double> values = new HashMap<>();
    entries.forEach(entry -> value.apply(entry).ifPresent(v -> values.put(Tags.of("check", entry.check()), v)));
    family.set(values);
  }

  private static Optional<Double> headTime(HealthReport.Entry entry) {
    try {
      return Optional.ofNullable(entry.result().details().get("data_time"))
          .map(text -> Instant.parse(text.toString()).toEpochMilli() / 1000.0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
