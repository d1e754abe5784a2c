package io.cascadian.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.quartz.Calendar;
import org.quartz.CronTrigger;
import org.quartz.impl.triggers.CronTriggerImpl;

/**
 * Follows the expression of another trigger from a given firing on, which Quartz would not find in the expression by itself. Quartz stores it as it
 * stores any trigger with an expression, so it is read back as one.
 */
final class TriggerFrom extends CronTriggerImpl {

  private static final long serialVersionUID = 1L;

  private final Date first;

  /**
   * @param start firings before it are none
   * @param first the firing to begin with
   */
  TriggerFrom(CronTrigger other, Instant start, Instant first) {
    this.first = Date.from(first);
    setKey(other.getKey());
    setJobKey(other.getJobKey());
    setDescription(other.getDescription());
    setJobDataMap(other.getJobDataMap());
    setPriority(other.getPriority());
    setMisfireInstruction(other.getMisfireInstruction());
    try {
      setCronExpression(other.getCronExpression());
    } catch (ParseException e) {
      throw new IllegalArgumentException("the trigger " + other.getKey() + " has no cron expression: " + e.getMessage(), e);
    }
    setTimeZone(other.getTimeZone());
    setStartTime(Date.from(start));
    setEndTime(other.getEndTime());
  }

  @Override
  public Date computeFirstFireTime(Calendar calendar) {
    setNextFireTime(first);
    return first;
  }
}
