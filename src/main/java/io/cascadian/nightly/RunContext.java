package io.cascadian.nightly;

import io.cascadian.store.FenceGuard;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;

/**
 * Carries the run of an exchange, its id and its lock, as exchange properties from the run lock to the summary.
 */
final class RunContext {

  static final String RUN = "cascadianRun";
  static final String GUARD = "cascadianGuard";
  static final String KIND = "cascadianRunKind";
  /** The record of a run that has ended. */
  static final String RECORD = "cascadianRunRecord";
  static final String TRIGGER = "trigger";
  static final String ABORTED = "cascadianAborted";
  /** Present when the service was stopped in the middle of the run. */
  static final String LEFT_OPEN = "cascadianLeftOpen";

  /** Map of step and failure: what could not even be recorded as begun. */
  private static final String NOT_BEGUN = "cascadianStepsNotBegun";
  private static final String END_NOT_RECORDED = "cascadianEndNotRecorded";

  /** Kind of the step that the exchange is in, or was in last. */
  private static final String STEP_KIND = "cascadianStepKind";

  private RunContext() {}

  static void step(Exchange exchange, StepKind kind) {
    exchange.setProperty(STEP_KIND, kind);
  }

  static StepKind step(Exchange exchange) {
    return exchange.getProperty(STEP_KIND, StepKind.OTHER, StepKind.class);
  }

  static Long run(Exchange exchange) {
    return exchange.getProperty(RUN, Long.class);
  }

  /** Returns what failed in a part of an exchange, which Camel wraps with where in the exchange that was; null for null. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CamelExchangeException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static void notBegun(Exchange exchange, String step, String failure) {
    notBegun(exchange).put(step, failure);
  }

  /** Steps that could not be begun, each with its failure. */
  @SuppressWarnings("unchecked")
  static Map<String, String> notBegun(Exchange exchange) {
    Map<String, String> steps = exchange.getProperty(NOT_BEGUN, Map.class);
    if (steps == null) {
      steps = new HashMap<>();
      exchange.setProperty(NOT_BEGUN, steps);
    }
    return steps;
  }

  static void endNotRecorded(Exchange exchange, String failure) {
    exchange.setProperty(END_NOT_RECORDED, failure);
  }

  /** Returns why the end of a step could not be recorded; null where all were. */
  static String endNotRecorded(Exchange exchange) {
    return exchange.getProperty(END_NOT_RECORDED, String.class);
  }

  /** @throws IllegalStateException when the exchange did not come through the run lock */
  static FenceGuard guard(Exchange exchange) {
    FenceGuard guard = exchange.getProperty(GUARD, FenceGuard.class);
    if (guard == null) {
      throw new IllegalStateException("this step runs only under the run lock; start it through the nightly route");
    }
    return guard;
  }
}
