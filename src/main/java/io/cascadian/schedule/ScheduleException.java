package io.cascadian.schedule;

/** Reports that the schedule does not work; the message has the reason and what to do, and may be shown to an operator. */
public final class ScheduleException extends RuntimeException {

  public ScheduleException(String message) {
    super(message);
  }

  public ScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}
