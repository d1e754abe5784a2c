package io.cascadian.exchange;

import io.cascadian.store.DeadLetter;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Sends the letters of Java code to {@code direct:dead-letters} and throws when they could not be stored. Thread-safe. */
public final class DeadLetterSender implements Consumer<List<DeadLetter.Rejected>> {

  private final RouteClient routes;

  public DeadLetterSender(RouteClient routes) {
    this.routes = routes;
  }

  /**
   * Sends letters to the route that stores them.
   *
   * @throws io.cascadian.store.StoreException when one of them could not be stored
   * @throws RoutesNotStartedException when there is no route yet, or none any more
   */
  @Override
  public void accept(List<DeadLetter.Rejected> letters) {
    Exchange sent = routes.request(DeadLetterRoutes.ENDPOINT, exchange -> exchange.getMessage().setBody(letters));
    if (sent.getException() instanceof RuntimeException failure) {
      throw failure;
    }
    if (sent.getException() != null) {
      throw new IllegalStateException("dead letters could not be stored: " + sent.getException().getMessage(), sent.getException());
    }
  }
}
