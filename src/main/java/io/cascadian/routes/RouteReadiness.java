package io.cascadian.routes;

import java.util.Map;
import java.util.function.Supplier;
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
    for (int i = 0; i < now.rejected().size(); i++) {
      builder.detail("rejected." + (i + 1), now.rejected().get(i).problem().text());
    }
    now.waiting().ifPresent(what -> builder.detail("waiting", what));
    builder.up();
  }
}
