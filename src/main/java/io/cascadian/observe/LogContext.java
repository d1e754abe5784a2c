package io.cascadian.observe;

import java.util.Map;
import org.slf4j.MDC;

/**
 * Sets the run, step and request of the thread's log lines; {@link LogFiles} writes them on every JSON line.
 *
 * <p>Belongs to a thread; {@link #carried} takes it to another.
 */
public final class LogContext {

  static final String RUN = "run";
  static final String FENCE = "fence";
  private static final String REQUEST = "request";
  private static final String KIND = "kind";
  private static final String STEP = "step";
  private static final String EXCHANGE = "exchange";

  private LogContext() {}

  /** Sets the run that this thread works for. */
  public static void run(long run, String kind, long fence) {
    MDC.put(RUN, Long.toString(run));
    MDC.put(KIND, kind);
    MDC.put(FENCE, Long.toString(fence));
  }

  /** Sets the step of the run. */
  public static void step(String step) {
    MDC.put(STEP, step);
  }

  public static void stepEnded() {
    MDC.remove(STEP);
  }

  /** Clears the run of this thread. The request that it came from, if any, continues. */
  public static void runEnded() {
    MDC.remove(RUN);
    MDC.remove(KIND);
    MDC.remove(FENCE);
    MDC.remove(STEP);
  }

  /** Sets the request that this thread works for. */
  public static void request(String request, String exchange) {
    MDC.put(REQUEST, request);
    MDC.put(EXCHANGE, exchange);
  }

  public static void requestEnded() {
    MDC.remove(REQUEST);
    MDC.remove(EXCHANGE);
  }

  /** Returns what this thread's log lines belong to, for {@link #restore} on a thread that works for it later. */
  public static Map<String, String> snapshot() {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return context == null ? Map.of() : context;
  }

  /** Sets the run, step and request of another thread on this thread. */
  public static void restore(Map<String, String> snapshot) {
    MDC.setContextMap(snapshot);
  }

  /** Returns the task for another thread, which then logs as this one does now. */
  public static Runnable carried(Runnable task) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context == null || context.isEmpty()) {
      return task;
    }
    return () -> {
      MDC.setContextMap(context);
      try {
        task.run();
      } finally {
        MDC.clear();
      }
    };
  }
}
