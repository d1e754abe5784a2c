package io.cascadian.observe;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Reports failures of the log itself, such as a full disk, on the error stream. The same problem occurs with each logged line, so it is reported
 * once, then counted, and summarised every few minutes while it lasts. Information about the configuration is not reported. Thread-safe.
 */
public final class LoggingStatusListener implements StatusListener {

  /** Interval between two reports of the same problem. */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  /** Bounds the number of kinds, because texts with a unique number each would fill the memory. */
  private static final int MOST_KINDS = 50;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /** Counts occurrences of a problem since it was last reported. */
  private static final class Problem {
    private long reportedAt;
    private long since;
  }

  /** Creates the listener for Logback, which prints to the error stream. */
  public LoggingStatusListener() {
    this(System.err, System::nanoTime);
  }

  LoggingStatusListener(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public void addStatusEvent(Status status) {
    if (status.getEffectiveLevel() >= Status.WARN) {
      report(text(status));
    }
  }

  private synchronized void report(String text) {
    // numbers in it are counts and times
    String kind = text.replaceAll("\\d+", "0");
    long now = nanoTime.getAsLong();
    Problem known = problems.get(kind);
    if (known != null && now - known.reportedAt < PAUSE.toNanos()) {
      known.since++;
      return;
    }
    if (known == null && problems.size() == MOST_KINDS) {
      problems.remove(problems.keySet().iterator().next());
    }
    Problem problem = problems.computeIfAbsent(kind, any -> new Problem());
    out.println("Writing the log failed: " + text + (problem.since > 0
        ? " (" + problem.since + " times more since it was last reported)"
        : "; lines may be missing in its files. Check LOG_DIR and its disk; the next report of this problem is in " + PAUSE.toMinutes() + " minutes"));
    problem.reportedAt = now;
    problem.since = 0;
  }

  private static String text(Status status) {
    StringBuilder text = new StringBuilder(status.getMessage());
    for (Throwable cause = status.getThrowable(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause);
    }
    return text.toString().replaceAll("\\s+", " ").strip();
  }
}
