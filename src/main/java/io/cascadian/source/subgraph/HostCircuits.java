package io.cascadian.source.subgraph;

import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The promise that a host which fails every time is left alone for a while, by all streams and requests together.
 *
 * <p>After {@value #CALLS} failures in a row nothing is sent for a few seconds, then a few calls try whether the host is back. Only what is
 * the host's failure counts: an answer that refuses, asks for less, or asks to slow down is an answer. Thread-safe.
 */
final class HostCircuits {

  private static final int CALLS = 20;
  private static final int TRIALS = 3;

  private final Duration pause;
  private final CircuitBreakerRegistry circuits;

  /** A call of the host. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws SourceException;
  }

  /** @param pause for which a failing host is left alone */
  HostCircuits(Duration pause) {
    this.pause = pause;
    this.circuits = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
        .slidingWindowSize(CALLS)
        .minimumNumberOfCalls(CALLS)
        .failureRateThreshold(100)
        .waitDurationInOpenState(pause)
        .permittedNumberOfCallsInHalfOpenState(TRIALS)
        .build());
  }

  /** @throws SourceUnavailableException without asking, while the host is left alone */
  <T> T call(String endpoint, Call<T> call) throws SourceException {
    CircuitBreaker circuit = circuits.circuitBreaker(URI.create(endpoint).getAuthority());
    if (!circuit.tryAcquirePermission()) {
      throw new SourceUnavailableException(endpoint, 0, pause, false,
          "the last " + CALLS + " calls failed, so it is left alone for " + pause.toMillis() + " ms", null);
    }
    long begin = System.nanoTime();
    boolean answered = false;
    try {
      T result = call.run();
      answered = true;
      return result;
    } catch (SourceUnavailableException e) {
      answered = e.status() == 429 || e.shrinkPage();
      throw e;
    } catch (SourceException e) {
      answered = true;
      throw e;
    } finally {
      long nanos = System.nanoTime() - begin;
      if (answered) {
        circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
      } else {
        circuit.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException("the host failed"));
      }
    }
  }
}
