package io.cascadian.nightly;

import java.time.Instant;
import org.apache.camel.Message;

/**
 * Describes a request to start a run.
 *
 * @param kind of the run and id of the route that it follows
 * @param trigger who asks: schedule, http, cli, drop, start, …
 * @param due the firing of the schedule that this is for; null when it is for none
 */
public record RunStart(String kind, String trigger, Instant due) {

  /** The schedule, in time. */
  public static final String SCHEDULE = "schedule";
  /** The schedule, for a firing that was missed. */
  public static final String LATE = "schedule-late";
  /** Asks for no new run, but for resuming one that was left unfinished. */
  public static final String RESUME = "resume";

  private static final String DUE = "due";

  /** Writes the request to a message for the run's route. */
  public void onto(Message message) {
    message.setHeader(RunContext.TRIGGER, trigger);
    if (due != null) {
      message.setHeader(DUE, due);
    }
  }

  static RunStart of(String kind, Message message) {
    return new RunStart(kind, message.getHeader(RunContext.TRIGGER, "unknown", String.class), message.getHeader(DUE, Instant.class));
  }

  boolean isResumeOnly() {
    return RESUME.equals(trigger);
  }
}
