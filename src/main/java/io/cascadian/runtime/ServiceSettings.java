package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;

/** Declares the settings of what a service writes and whom it notifies. */
public final class ServiceSettings {

  public static final SettingGroup GROUP = new SettingGroup("Files and notifications");

  public static final Setting NOTIFY_URL = GROUP.add("NOTIFY_URL", Form.SECRET_URL, null,
      "address that the summary of every ended run is posted to as JSON; without it nothing is posted; see docs/routes.md");
  public static final Setting RUNTIME_DIR = GROUP.add("RUNTIME_DIR", Form.FOLDER, "runtime", "folder of summaries and reports for other programs");
  public static final Setting LOG_DIR = GROUP.add("LOG_DIR", Form.FOLDER, "logs", "folder of the log files of services and runs; see docs/logs.md");

  static {
    GROUP.rule(pathInAddress(RUNTIME_DIR));
  }

  private ServiceSettings() {}

  /** Refuses a folder that an endpoint of a route could not name. */
  static SettingGroup.Rule pathInAddress(Setting folder) {
    return (settings, problems) -> {
      if (settings.text(folder).contains("?")) {
        problems.add(folder + " (" + settings.text(folder) + ") must not contain '?', which ends the path in the address of an endpoint; name another folder");
      }
    };
  }
}
