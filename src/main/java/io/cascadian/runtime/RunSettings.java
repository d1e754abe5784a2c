package io.cascadian.runtime;

import io.cascadian.schedule.CronSchedule;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import org.quartz.CronExpression;

/**
 * Holds the settings of runs and their schedule. Settings of the group that are not fields are read by routes as placeholders.
 *
 * @param maxDelay maximum delay of a catch-up run
 * @param resumeWithin maximum age of an orphaned run to be resumed
 */
public record RunSettings(Duration maxDelay, Duration resumeWithin) {

  public static final SettingGroup GROUP = new SettingGroup("Runs and their schedule");

  public static final Setting NIGHTLY_CRON = GROUP.add("NIGHTLY_CRON", Form.of("cron", RunSettings::cron), "0 0 3 * * ?",
      "when the nightly run starts, as a Quartz expression");
  public static final Setting NIGHTLY_ZONE = GROUP.add("NIGHTLY_ZONE", Form.of("zone", RunSettings::zone), "America/New_York",
      "time zone of NIGHTLY_CRON");
  public static final Setting NIGHTLY_AT_START = GROUP.add("NIGHTLY_AT_START", Form.choice("true", "false", "auto"), "auto",
      "whether a nightly run starts with the service: true, false, or auto for 'with the sandbox source'");
  public static final Setting MISSED_RUN_MAX_DELAY = GROUP.duration("MISSED_RUN_MAX_DELAY", "0s", "365d", "6h",
      "maximum delay of a catch-up run for a missed nightly run; an older one is recorded as skipped");
  public static final Setting RUN_WATCH_INTERVAL = GROUP.duration("RUN_WATCH_INTERVAL", "100ms", "1h", "20s",
      "how often the service checks for orphaned and missed runs");
  public static final Setting RUN_RESUME_WITHIN = GROUP.duration("RUN_RESUME_WITHIN", "0s", "365d", "20h",
      "maximum age of an orphaned run to be resumed");

  static RunSettings of(Settings settings) {
    return new RunSettings(settings.duration(MISSED_RUN_MAX_DELAY), settings.duration(RUN_RESUME_WITHIN));
  }

  private static String cron(String value) {
    try {
      CronExpression.validateExpression(value);
      return CronSchedule.everFires(value)
          ? CronSchedule.tooOften(value).map(why -> why + "; write such as 0 0 3 * * ?").orElse(null)
          : "'" + value + "' never fires: there is no such time in the future";
    } catch (ParseException e) {
      return "'" + value + "' is not a Quartz cron expression (seconds first, such as 0 0 3 * * ?): " + e.getMessage();
    }
  }

  private static String zone(String value) {
    try {
      return CronSchedule.isZoneOfQuartz(value)
          ? null
          : "'" + value + "' is a time zone that Quartz does not know and would treat as GMT; write a region such as America/New_York";
    } catch (DateTimeException e) {
      return "'" + value + "' is not a time zone such as America/New_York";
    }
  }
}
