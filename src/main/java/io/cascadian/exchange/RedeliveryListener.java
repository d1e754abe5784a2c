package io.cascadian.exchange;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Listens to the redeliveries of all routes, operators' own included, and to no other event. */
abstract class RedeliveryListener extends EventNotifierSupport {

  RedeliveryListener() {
    // redeliveries are among the failed events
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public final void notify(CamelEvent event) {
    if (event instanceof CamelEvent.ExchangeRedeliveryEvent redelivery) {
      redelivered(redelivery);
    }
  }

  /** Handles a redelivery, on the exchange's thread and before it. */
  abstract void redelivered(CamelEvent.ExchangeRedeliveryEvent redelivery);
}
