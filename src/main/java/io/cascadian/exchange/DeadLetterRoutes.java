package io.cascadian.exchange;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Defines {@code direct:dead-letters}, the end of whatever could not be used and can be retried.
 *
 * <p>It takes a letter or a list of letters ({@code DeadLetter.Rejected}), or any exchange that a route could not end, and stores them in Postgres: an
 * exchange as it came to the route that it failed in. The body stays as it came. When that fails, the exchange fails with a {@code StoreException}: the caller must stop, or the data would be lost.
 */
public final class DeadLetterRoutes extends RouteBuilder {

  /** The endpoint that takes letters. */
  public static final String ENDPOINT = "direct:dead-letters";

  @Override
  public void configure() {
    getContext().getManagementStrategy().addEventNotifier(new DeliveryCounter());
    getContext().addRoutePolicyFactory(new Arrivals());
    from(ENDPOINT).routeId("dead-letters")
        .routeDescription("Stores rejected records and exchanges that a route could not end in Postgres; fails when they cannot be stored")
        .errorHandler(noErrorHandler())
        .doTry()
          .split().method("deadLetterPages", "statements").stopOnException()
            .to("sql:classpath:sql/exchange/store-dead-letters.sql?dataSource=#postgres")
          .end()
        .endDoTry()
        .doCatch(Exception.class)
          .process(exchange -> {
            throw exchange.getContext().getRegistry().lookupByNameAndType("deadLetterPages", DeadLetterPages.class)
                .failure(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
          }).id("dead-letters-failed")
        .end();
  }
}
