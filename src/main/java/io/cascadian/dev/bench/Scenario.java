package io.cascadian.dev.bench;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.faults.Latency;
import io.cascadian.dev.sandbox.faults.RateLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes how the source behaves during a measurement.
 *
 * @param name as given on the command line
 * @param latencyMillis that every answer waits; 0 for none
 * @param limit requests allowed in any span of {@code windowMillis}; 0 for no limit
 */
record Scenario(String name, long latencyMillis, int limit, long windowMillis) {

  static final String PLAIN = "plain";
  static final String LATENCY = "latency";
  static final String LIMITED = "limited";

  String title() {
    return switch (name) {
      case PLAIN -> "without latency";
      case LATENCY -> "with " + latencyMillis + " ms latency";
      default -> "with at most " + limit + " requests in " + windowMillis / 1000.0 + " s";
    };
  }

  boolean isLimited() {
    return limit > 0;
  }

  /** Returns the stub's behaviour. */
  Fault fault() {
    List<Fault> faults = new ArrayList<>();
    if (isLimited()) {
      faults.add(new RateLimit(limit, Duration.ofMillis(windowMillis)));
    }
    if (latencyMillis > 0) {
      faults.add(new Latency(Duration.ofMillis(latencyMillis)));
    }
    return (exchange, number) -> intercepted(faults, exchange, number);
  }

  private static boolean intercepted(List<Fault> faults, HttpExchange exchange, long number) throws IOException {
    for (Fault fault : faults) {
      if (fault.intercept(exchange, number)) {
        return true;
      }
    }
    return false;
  }
}
