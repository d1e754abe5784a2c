package io.cascadian.routes;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells rejected edits among the readiness checks. Never down: what runs is good, and taking the service away would help nobody. */
public final class RouteReadiness extends AbstractHealthCheck {

  private final Supplier<RouteStatus> status;

  public RouteReadiness(Supplier<RouteStatus> status) {
    super("cascadian", "route-edits");
    this.status = status;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    RouteStatus now = status.get();
    builder.detail("rejected", now.rejected().size());
    // details are told only to those who ask for data; the message is for everybody
    String told = Stream.concat(now.rejected().stream().map(r -> "not taken: " + r.problem().text()), now.waiting().stream())
        .collect(Collectors.joining(" | "));
    if (!told.isEmpty()) {
      builder.message(told);
    }
    builder.up();
  }
}
