package io.cascadian.exchange;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Turns what an endpoint of an external service returned into the answer to the {@link Question} that the exchange carries, or into a typed failure. Routes
 * call it by the name {@code answers}.
 *
 * <p>{@link #read} stands within a circuit breaker, where only failures of the service itself are thrown; {@link #result} follows it, and throws those that
 * are answers, such as a refusal. {@link #failed} stands in a {@code doCatch} around both. Thread-safe.
 */
public final class Answers {

  /** Exchange property: how many attempts ended at the open circuit breaker, before anything was sent. */
  static final String UNSENT = "sourceAttemptsUnsent";

  private final Duration longestPause;

  /** Carries what {@link #read} found to {@link #result}. */
  private record Read(Object value, Exception failure) {}

  /** Grants a service pauses of up to a minute. */
  public Answers() {
    this(Duration.ofSeconds(60));
  }

  /** @param longestPause upper limit of a pause that a service asks for */
  public Answers(Duration longestPause) {
    this.longestPause = longestPause;
  }

  /** Reads the answer in the message; the body becomes what {@link #result} needs. */
  public void read(Exchange exchange) throws Exception {
    read(exchange, question(exchange));
  }

  private static <E extends Exception> void read(Exchange exchange, Question<?, E> question) throws E {
    try {
      exchange.getMessage().setBody(new Read(question.read(ServiceAnswer.of(exchange)), null));
    } catch (Exception e) {
      if (!question.failureType().isInstance(e)) {
        throw e;
      }
      defer(exchange, question, question.failureType().cast(e));
    }
  }

  /** Throws what is the service's failure, and leaves what is an answer to {@link #result}. */
  private static <E extends Exception> void defer(Exchange exchange, Question<?, E> question, E failure) throws E {
    if (!question.isAnswer(failure)) {
      throw failure;
    }
    exchange.getMessage().setBody(new Read(null, failure));
  }

  /** Reads an answer that could not be unmarshalled; stands in a {@code doCatch} around the step that tried to. */
  public void unreadable(Exchange exchange) throws Exception {
    unreadable(exchange, question(exchange));
  }

  private static <E extends Exception> void unreadable(Exchange exchange, Question<?, E> question) throws E {
    defer(exchange, question,
        question.unreadable(ServiceAnswer.of(exchange), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
  }

  /** Sets the body to the result that the sender of the exchange asked for. */
  public void result(Exchange exchange) throws Exception {
    if (!(exchange.getMessage().getBody() instanceof Read read)) {
      throw new IllegalStateException("the step answers.result needs the step answers.read before it");
    }
    if (read.failure() != null) {
      throw read.failure();
    }
    exchange.getMessage().setBody(new Answered(question(exchange).result(read.value())));
  }

  /** Carries the answer to the caller; its presence shows that the route has all its steps. */
  record Answered(Object value) {}

  /**
   * Throws the caught failure as the type that the question defines, and sets the header {@code CamelRedeliveryDelay} to the pause that the service asked
   * for, within the limit.
   */
  public void failed(Exchange exchange) throws Exception {
    Exception failure = typed(exchange, question(exchange), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    if (failure instanceof TransientFailure passing && passing.retryAfter() != null) {
      Duration asked = passing.retryAfter();
      exchange.getMessage().setHeader(
          Exchange.REDELIVERY_DELAY, (asked.compareTo(longestPause) > 0 ? longestPause : asked).toMillis());
    }
    throw failure;
  }

  private static <E extends Exception> Exception typed(Exchange exchange, Question<?, E> question, Exception caught) {
    for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
      if (question.failureType().isInstance(cause)) {
        return question.failureType().cast(cause);
      }
      if (cause instanceof HttpOperationFailedException status) {
        return status(question, status);
      }
      if (cause instanceof CallNotPermittedException) {
        // nothing went out
        exchange.setProperty(UNSENT, exchange.getProperty(UNSENT, 0, Integer.class) + 1);
        return question.unreachable("the last calls failed, so the service is left alone for some seconds", caught);
      }
    }
    return question.unreachable(message(caught), caught);
  }

  private static <E extends Exception> Exception status(Question<?, E> question, HttpOperationFailedException status) {
    try {
      question.read(ServiceAnswer.of(status));
    } catch (Exception e) {
      return e;
    }
    return question.unreachable("HTTP " + status.getStatusCode(), status);
  }

  private static String message(Exception caught) {
    Throwable root = caught;
    while (root.getCause() != null && root instanceof org.apache.camel.RuntimeCamelException) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static Question<?, ?> question(Exchange exchange) {
    Question<?, ?> question = exchange.getProperty(OutboundRoute.QUESTION, Question.class);
    if (question == null) {
      throw new IllegalStateException("the exchange carries no question; only the program's own adapters send to this route");
    }
    return question;
  }
}
