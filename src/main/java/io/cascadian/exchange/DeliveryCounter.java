package io.cascadian.exchange;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes on each exchange how often it was delivered: the header with the number of redeliveries is lost where the original message goes on. */
final class DeliveryCounter extends EventNotifierSupport {

  /** Exchange property with the number of deliveries; absent before the first redelivery. */
  static final String DELIVERIES = "deadLetterDeliveries";

  DeliveryCounter() {
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.ExchangeRedeliveryEvent redelivery) {
      redelivery.getExchange().setProperty(DELIVERIES, redelivery.getAttempt() + 1);
    }
  }
}
