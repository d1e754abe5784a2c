package io.cascadian.observe;

import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import ch.qos.logback.core.status.Status;

/** Tells on the error stream where the log itself fails, as on a full disk; how it was set up is nothing to tell. Thread-safe. */
public final class LoggingTrouble extends OnErrorConsoleStatusListener {

  public LoggingTrouble() {
    // what was said before it listened, without asking how bad it is
    setRetrospective(0);
  }

  @Override
  public void addStatusEvent(Status status) {
    if (status.getEffectiveLevel() >= Status.WARN) {
      super.addStatusEvent(status);
    }
  }
}
