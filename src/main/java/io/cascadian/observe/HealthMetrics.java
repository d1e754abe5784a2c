package io.cascadian.observe;

import io.cascadian.health.HealthReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The last health report in numbers: 0 healthy, 1 warning, 2 critical. Thread-safe. */
public final class HealthMetrics implements Consumer<HealthReport> {

  private final MultiGauge status;
  private final MultiGauge duration;
  private final MultiGauge overall;
  private final MultiGauge time;
  private final MultiGauge head;

  public HealthMetrics(MeterRegistry registry) {
    status = gauge("cascadian.health.check.status", null, "What a check found last: 0 healthy, 1 warning, 2 critical", registry);
    duration = gauge("cascadian.health.check.duration", "seconds", "How long the check took", registry);
    overall = gauge("cascadian.health.status", null, "The worst of the last whole report: 0 healthy, 1 warning, 2 critical", registry);
    time = gauge("cascadian.health.report.timestamp", "seconds", "When the last whole report was made", registry);
    head = gauge("cascadian.source.head.timestamp", "seconds", "Time of the source's newest block", registry);
  }

  private static MultiGauge gauge(String name, String unit, String meaning, MeterRegistry registry) {
    return MultiGauge.builder(name).description(meaning).baseUnit(unit).register(registry);
  }

  @Override
  public synchronized void accept(HealthReport report) {
    set(status, report.checks(), entry -> Optional.of((double) entry.result().status().ordinal()));
    set(duration, report.checks(), entry -> Optional.of(entry.durationMs() / 1000.0));
    // both checks of a source tell the time of its head
    set(head, report.checks().stream().filter(entry -> entry.check().equals("source") || entry.check().equals("chain")).toList(),
        HealthMetrics::headTime);
    overall.register(List.of(MultiGauge.Row.of(Tags.empty(), report.overall().ordinal())), true);
    time.register(List.of(MultiGauge.Row.of(Tags.empty(), report.timestamp().toEpochMilli() / 1000.0)), true);
  }

  private static void set(MultiGauge gauge, List<HealthReport.Entry> entries, Function<HealthReport.Entry, Optional<Double>> value) {
    gauge.register(entries.stream().<MultiGauge.Row<?>>flatMap(entry -> value.apply(entry)
        .<Stream<MultiGauge.Row<?>>>map(v -> Stream.of(MultiGauge.Row.of(Tags.of("check", entry.check()), v))).orElse(Stream.empty())).toList(),
        true);
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
