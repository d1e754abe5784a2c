package io.cascadian.schedule;

import org.slf4j.Logger;

/** Logs a failure that comes again every few seconds once, and how often it came when it is over. Thread-safe. */
final class RepeatedFailure {

  private final Logger log;
  private final String work;
  private long failures;

  /** @param work what fails, as the subject of a sentence */
  RepeatedFailure(Logger log, String work) {
    this.log = log;
    this.work = work;
  }

  synchronized void failed(String reason) {
    if (failures++ == 0) {
      log.warn("{} failed: {}; retrying every few seconds, a later line reports success", work, reason);
    }
  }

  synchronized void recovered() {
    if (failures > 0) {
      log.info("{} works again, after {} failures", work, failures);
      failures = 0;
    }
  }
}
