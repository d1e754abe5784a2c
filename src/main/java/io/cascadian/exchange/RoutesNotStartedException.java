package io.cascadian.exchange;

/** Reports that an exchange was to be sent before the routes were started, or after they were stopped. */
public final class RoutesNotStartedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String endpoint;

  RoutesNotStartedException(String endpoint) {
    super("nothing was sent to " + endpoint + ", because the routes are not started or were stopped; start the service and try again");
    this.endpoint = endpoint;
  }

  /** Returns the URI of the endpoint that the exchange was meant for. */
  public String endpoint() {
    return endpoint;
  }
}
