package io.cascadian.exchange;

import org.apache.camel.spi.CamelEvent;

/** Counts the deliveries of each exchange: the header with the number of redeliveries is lost where the original message is used. */
final class DeliveryCounter extends RedeliveryListener {

  /** Exchange property with the number of deliveries; absent before the first redelivery. */
  static final String DELIVERIES = "deadLetterDeliveries";

  @Override
  void redelivered(CamelEvent.ExchangeRedeliveryEvent redelivery) {
    redelivery.getExchange().setProperty(DELIVERIES, redelivery.getAttempt() + 1);
  }
}
