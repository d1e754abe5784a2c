package io.cascadian.observe;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Reports on the error stream where the log itself fails, as on a full disk. The same trouble comes with each line that is logged, so it is reported
 * once, and then counted: as long as it lasts a line every few minutes reports how often it came. How the log was set up is nothing to report. Thread-safe.
 */
public final class LoggingTrouble implements StatusListener {

  /** Between two reports of the same trouble. */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  /** More kinds of trouble than there are; texts that have a number of their own each must not fill the memory. */
  private static final int MOST_KINDS = 50;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final Map<String, Trouble> troubles = new LinkedHashMap<>();

  /** Counts occurrences of a problem since it was last reported. */
  private static final class Trouble {
    private long reportedAt;
    private long since;
  }

  /** Creates the listener for Logback, which prints to the error stream. */
  public LoggingTrouble() {
    this(System.err, System::nanoTime);
  }

  LoggingTrouble(PrintStream out, LongSupplier nanoTime) {
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
    Trouble known = troubles.get(kind);
    if (known != null && now - known.reportedAt < PAUSE.toNanos()) {
      known.since++;
      return;
    }
    if (known == null && troubles.size() == MOST_KINDS) {
      troubles.remove(troubles.keySet().iterator().next());
    }
    Trouble trouble = troubles.computeIfAbsent(kind, any -> new Trouble());
    out.println("The log cannot be written as it should: " + text + (trouble.since > 0
        ? " (" + trouble.since + " times more since it was last reported)"
        : "; lines may be missing in its files. Look at LOG_DIR and its disk; the same is reported again after " + PAUSE.toMinutes() + " minutes"));
    trouble.reportedAt = now;
    trouble.since = 0;
  }

  private static String text(Status status) {
    StringBuilder text = new StringBuilder(status.getMessage());
    for (Throwable cause = status.getThrowable(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause);
    }
    return text.toString().replaceAll("\\s+", " ").strip();
  }
}
