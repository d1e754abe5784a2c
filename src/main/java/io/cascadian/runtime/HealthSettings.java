package io.cascadian.runtime;

import io.cascadian.health.checks.DiskSpaceCheck;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.time.Duration;

/**
 * Holds the settings of health reports.
 *
 * @param retained number of reports that stay in the history
 * @param disks free space of disks below which health warns or is critical
 */
public record HealthSettings(Duration timeout, Duration interval, int retained, DiskSpaceCheck.Limits disks) {

  public static final SettingGroup GROUP = new SettingGroup("Health");

  public static final Setting HEALTH_TIMEOUT = GROUP.duration("HEALTH_TIMEOUT", "100ms", "25s", "15s",
      "longest timeout of a health check; most have a shorter one of their own; a report comes within 30 s");
  public static final Setting HEALTH_INTERVAL = GROUP.duration("HEALTH_INTERVAL", "10s", "1d", "1m",
      "how often the service reports its health to its history and metrics; each report asks the source");
  public static final Setting HEALTH_HISTORY_SIZE = GROUP.number("HEALTH_HISTORY_SIZE", 1, 10_000_000, "10080",
      "health reports that are retained; at one a minute, a week");
  public static final Setting DISK_FREE_WARNING_PERCENT = GROUP.number("DISK_FREE_WARNING_PERCENT", 1, 90, "10",
      "free percentage of a disk below which health warns; the disks of LOG_DIR, RUNTIME_DIR, DROP_DIR, WATCHLIST_EVENTS_FILE, and, with an embedded database, DATA_DIR");
  public static final Setting DISK_FREE_CRITICAL_MB = GROUP.number("DISK_FREE_CRITICAL_MB", 1, 1_000_000, "256",
      "free megabytes of one of these disks below which health is critical; with an embedded database no run starts then");

  static HealthSettings of(Settings settings) {
    return new HealthSettings(settings.duration(HEALTH_TIMEOUT), settings.duration(HEALTH_INTERVAL), (int) settings.number(HEALTH_HISTORY_SIZE),
        new DiskSpaceCheck.Limits((int) settings.number(DISK_FREE_WARNING_PERCENT), settings.number(DISK_FREE_CRITICAL_MB)));
  }
}
