package io.cascadian.observe;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;

/**
 * The promise that a log that cannot be written, as on a full disk, is complained of on the error stream; what Logback says of its usual doings
 * is not repeated. Named in {@code logback.xml}. Thread-safe.
 */
public final class LogTrouble implements StatusListener {

  @Override
  public void addStatusEvent(Status status) {
    if (status.getEffectiveLevel() >= Status.WARN) {
      Throwable cause = status.getThrowable();
      System.err.println("The log itself: " + status.getMessage() + (cause == null ? "" : " (" + cause + ")"));
    }
  }
}
