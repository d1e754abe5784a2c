package io.cascadian.exchange;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Sums up the time that requests to sources spend in the route {@code source-limit}. Thread-safe. */
public final class RateLimitWaits extends SimpleEventNotifierSupport {

  private static final String LIMIT = "direct://source-limit";
  private static final String CHAIN = "direct://chain";
  private static final double MILLIS = 1_000;

  private final LongAdder source = new LongAdder();
  private final LongAdder chain = new LongAdder();

  public RateLimitWaits() {
    setIgnoreExchangeEvents(false);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof ExchangeSentEvent sent && LIMIT.equals(sent.getEndpoint().getEndpointUri());
  }

  @Override
  public void notify(CamelEvent event) {
    ExchangeSentEvent sent = (ExchangeSentEvent) event;
    (isOfChain(sent.getExchange()) ? chain : source).add(sent.getTimeTaken());
  }

  private static boolean isOfChain(Exchange exchange) {
    return exchange.getFromEndpoint() != null && exchange.getFromEndpoint().getEndpointUri().startsWith(CHAIN);
  }

  /** Returns the total waiting time of requests to subgraphs and the catalogue, in seconds. */
  public DoubleSupplier ofSource() {
    return () -> source.sum() / MILLIS;
  }

  /** Returns the total waiting time of requests to the chain's node, in seconds. */
  public DoubleSupplier ofChain() {
    return () -> chain.sum() / MILLIS;
  }
}
