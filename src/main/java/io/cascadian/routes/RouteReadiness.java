package io.cascadian.routes;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Reports rejected edits, missing routes and overdue polls among the readiness checks. Never down: the other routes run, and stopping the
 * service would not help.
 */
public final class RouteReadiness extends AbstractHealthCheck {

  private final Supplier<RouteStatus> status;
  private final Clock clock;

  public RouteReadiness(Supplier<RouteStatus> status) {
    this(status, Clock.systemUTC());
  }

  RouteReadiness(Supplier<RouteStatus> status, Clock clock) {
    super("cascadian", "route-edits");
    this.status = status;
    this.clock = clock;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    RouteStatus now = status.get();
    builder.detail("rejected", now.rejected().size());
    builder.detail("missing", now.missing().size());
    builder.detail("warnings", now.warnings().size());
    now.lastPolledAt().ifPresent(at -> builder.detail("lastPolledAt", at.toString()));
    // details are shown only on request; the message always
    Stream<String> problems = now.rejected().stream()
        .map(r -> (now.missing().contains(r.problem().file()) ? "" : "not taken: ") + r.problem().text());
    Stream<String> late = now.overdueAt().filter(clock.instant()::isAfter).stream()
        .map(at -> "edits are not read since " + now.lastPolledAt().orElse(at) + "; restart the service");
    String message = Stream.of(problems, now.waiting().stream(), late).flatMap(texts -> texts).collect(Collectors.joining(" | "));
    if (!message.isEmpty()) {
      builder.message(message);
    }
    builder.up();
  }
}
