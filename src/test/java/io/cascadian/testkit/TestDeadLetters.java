package io.cascadian.testkit;

import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterRoutes;
import io.cascadian.exchange.DeadLetterSender;
import io.cascadian.exchange.RouteClient;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import org.apache.camel.impl.DefaultCamelContext;

/** Dead letters of a test's database, stored by the route that stores them in the service. */
public final class TestDeadLetters {

  private TestDeadLetters() {}

  /** Starts a Camel context with the route alone; it ends with the test process. */
  public static DeadLetters of(Postgres postgres) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.disableJMX();
    RouteClient routes = new RouteClient();
    addTo(context, postgres);
    context.start();
    routes.connect(context);
    return new DeadLetters(postgres, new DeadLetterSender(routes));
  }

  /** Adds the route and what it needs to a context. */
  public static void addTo(DefaultCamelContext context, Postgres postgres) {
    context.getRegistry().bind("postgres", postgres.dataSource());
    context.getRegistry().bind("deadLetterPages", new DeadLetterPages(postgres));
    try {
      context.addRoutes(new DeadLetterRoutes());
    } catch (Exception e) {
      throw new IllegalStateException("the route of the dead letters cannot be built", e);
    }
  }
}
