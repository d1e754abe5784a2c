package io.cascadian.nightly;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;

/**
 * Distinguishes the failure of a step from one that was handled in it: what a {@code doTry} caught, or what a called route handled by its own configuration, stays
 * on the exchange as the failure does that error handling let the step continue after.
 */
final class StepFailure {

  private StepFailure() {}

  /** Forgets what an earlier step left on the exchange. */
  static void clear(Exchange exchange) {
    exchange.removeProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
    exchange.removeProperty(ExchangePropertyKey.FAILURE_ROUTE_ID);
  }

  /**
   * Returns the failure of a step that has ended, and lets the run go on after a called route has handled one: Camel would end the caller's exchange too.
   *
   * @param route id of the step's route
   * @return null when the step did not fail
   */
  static Throwable of(Exchange exchange, String route) {
    if (exchange.getException() != null) {
      return exchange.getException();
    }
    // a doTry removes it when it ends
    String failedIn = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, String.class);
    if (failedIn == null) {
      return null;
    }
    ExchangeExtension state = exchange.getExchangeExtension();
    if (state.isFailureHandled() && !failedIn.equals(route)) {
      state.setErrorHandlerHandled(null);
      state.setFailureHandled(false);
      return null;
    }
    return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
  }
}
