package io.cascadian.exchange;

/**
 * Decides what a response of an external service means, inside its route, so that the route's circuit breaker and redelivery see the same failures as the
 * caller.
 *
 * <p>Called by one thread at a time.
 *
 * @param <T> what the caller wants
 * @param <E> failure that the caller gets instead
 */
public interface Question<T, E extends Exception> {

  /** Returns the type of all failures. */
  Class<E> failureType();

  /** Scheme, host and port of the service, and no secret. */
  String address();

  /**
   * Returns whether the caller asks for less by itself when {@link #asksForLess} is true of a failure. A route reads it as the exchange property
   * {@value OutboundRoute#CAN_ASK_FOR_LESS}.
   */
  default boolean canAskForLess() {
    return false;
  }

  /**
   * Reads an answer of any status.
   *
   * @return for {@link #result}; never null
   * @throws E when it is no whole answer, or one that refuses
   */
  Object read(ServiceAnswer answer) throws E;

  /** Returns whether the service works although it did not give what it was asked for, because it refused, asked to slow down or to be asked for less. */
  boolean isAnswer(E failure);

  /**
   * Makes what the caller wants of what was read.
   *
   * @throws E when it is not what was asked for, such as the state of a replica that lags
   */
  T result(Object read) throws E;

  /** Returns the failure of an answer that the route could not unmarshal. */
  E unreadable(ServiceAnswer answer, Exception cause);

  /** Returns the failure of a request that got no whole answer; transient. */
  E unreachable(String reason, Exception cause);

  /** Returns the failure of a route that does not do its work, such as after an edit; permanent. */
  E misrouted(String reason, Exception cause);
}
