package io.cascadian.exchange;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * Sends questions to the route of one kind of external service, and returns the answer or the typed failure.
 *
 * <p>How fast requests are sent, what is retried and when the service is left alone is defined in the route. Thread-safe; requests of several threads are
 * under way at once.
 */
public final class OutboundRoute {

  /** Exchange property with the {@link Question}. */
  public static final String QUESTION = "sourceQuestion";
  /** Exchange property with the address that is asked, without secrets. */
  public static final String ENDPOINT = "sourceEndpoint";
  /** Exchange property with host and port of that address, for the rate limit. */
  public static final String HOST = "sourceHost";
  /** Exchange property: whether the sender asks for less by itself, so that a request that is too large need not be sent again as it is. */
  public static final String CAN_ASK_FOR_LESS = "sourceCanAskForLess";

  private final RouteClient routes;
  private final String uri;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  /** @param uri of the route's input, such as {@code direct:goldsky-query} */
  public OutboundRoute(RouteClient routes, String uri) {
    this.routes = routes;
    this.uri = uri;
  }

  /**
   * Sends a request and waits for the response.
   *
   * @param body of the request
   * @param headers of the exchange, such as the path that an HTTP endpoint adds
   * @throws E when the answer could not be had; the interrupted flag stays set when the thread was interrupted
   */
  public <T, E extends Exception> T ask(Question<T, E> question, Object body, Map<String, Object> headers) throws E {
    Exchange exchange;
    try {
      exchange = routes.request(uri, request -> {
        request.setProperty(QUESTION, question);
        request.setProperty(ENDPOINT, question.address());
        request.setProperty(HOST, URI.create(question.address()).getAuthority());
        request.setProperty(CAN_ASK_FOR_LESS, question.canAskForLess());
        headers.forEach(request.getMessage()::setHeader);
        request.getMessage().setBody(body);
      });
    } catch (RoutesNotStartedException e) {
      throw question.unreachable(e.getMessage(), e);
    }
    Integer redelivered = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
    int sent = 1 + (redelivered == null ? 0 : redelivered) - exchange.getProperty(Answers.UNSENT, 0, Integer.class);
    requests.addAndGet(sent);
    retries.addAndGet(Math.max(0, sent - 1));
    if (exchange.getException() != null) {
      throw typed(question, exchange.getException());
    }
    if (exchange.getMessage().getBody() instanceof Answers.Answered answered) {
      @SuppressWarnings("unchecked")
      T value = (T) answered.value();
      return value;
    }
    throw question.misrouted("the route behind " + uri + " ended without the step answers.result; restore its file in routes/sources", null);
  }

  private <E extends Exception> E typed(Question<?, E> question, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (question.failureType().isInstance(cause)) {
        return question.failureType().cast(cause);
      }
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return question.unreachable("interrupted before the next try", failure);
      }
      if (cause instanceof java.util.concurrent.RejectedExecutionException) {
        return question.unreachable("the service is being stopped", failure);
      }
    }
    return question.misrouted("the route behind " + uri + " failed: " + failure + "; correct its file in routes/sources", failure);
  }

  /**
   * Sends an exchange without content and waits for its end.
   *
   * @return false when the route failed or the thread was interrupted
   */
  public boolean signal() {
    return routes.request(uri, exchange -> { }).getException() == null && !Thread.currentThread().isInterrupted();
  }

  /** Requests sent so far, retries included; an attempt that the open circuit breaker ended is none. */
  public long requests() {
    return requests.get();
  }

  /** Requests that the route sent again. */
  public long retries() {
    return retries.get();
  }
}
