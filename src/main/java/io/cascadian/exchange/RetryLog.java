package io.cascadian.exchange;

import io.cascadian.secrets.Redaction;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for each attempt that failed and is repeated by a route's redelivery, also of routes that operators have written. Thread-safe. */
public final class RetryLog extends RedeliveryListener {

  private static final Logger LOG = LoggerFactory.getLogger(RetryLog.class);

  @Override
  void redelivered(CamelEvent.ExchangeRedeliveryEvent redelivery) {
    LOG.warn("{}", line(redelivery.getExchange(), redelivery.getAttempt()));
  }

  /** @param failed number of attempts so far */
  private static String line(Exchange exchange, int failed) {
    Route route = ExchangeHelper.getRoute(exchange);
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Integer redeliveries = exchange.getMessage().getHeader(Exchange.REDELIVERY_MAX_COUNTER, Integer.class);
    boolean limited = redeliveries != null && redeliveries > 0;
    String reason = failure == null ? "no reason is known" : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return "Route " + (route == null ? exchange.getFromRouteId() : route.getRouteId()) + ": attempt " + failed + (limited ? " of " + (redeliveries + 1) : "")
        + " failed (" + Redaction.apply(reason) + "); attempt " + (failed + 1) + " begins now, " + elapsed(exchange)
        + " after the exchange was created" + (limited ? "; nothing is to be done unless all " + (redeliveries + 1) + " fail" : "");
  }

  private static String elapsed(Exchange exchange) {
    Duration elapsed = exchange.getClock().asDuration();
    return elapsed.toMillis() < 1_000 ? elapsed.toMillis() + " ms" : String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1_000.0);
  }
}
