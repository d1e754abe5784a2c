package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import java.util.Map;
import java.util.TreeMap;

/** Declares the settings of what a service writes and whom it notifies. */
public final class ServiceSettings {

  public static final SettingGroup GROUP = new SettingGroup("Files and notifications");

  public static final Setting NOTIFY_URL = GROUP.add("NOTIFY_URL", Form.SECRET_URL, null,
      "address that the summary of every ended run is posted to as JSON; without it nothing is posted; see docs/routes.md");
  public static final Setting RUNTIME_DIR = GROUP.add("RUNTIME_DIR", Form.FOLDER, "runtime", "folder of summaries and reports for other programs");
  public static final Setting LOG_DIR = GROUP.add("LOG_DIR", Form.FOLDER, "logs", "folder of the log files of services and runs; see docs/logs.md");

  /** What a folder that routes name as an endpoint cannot have in its path, each with what Camel reads it as. */
  private static final Map<String, String> NOT_IN_ENDPOINTS = new TreeMap<>(Map.of("?", "ends the path", "{{", "begins a placeholder", "}}", "ends a placeholder",
      "${", "begins an expression", "$simple{", "begins an expression"));

  static {
    GROUP.rule(pathInAddress(RUNTIME_DIR));
  }

  private ServiceSettings() {}

  /** Refuses a folder that an endpoint of a route could not name. */
  static SettingGroup.Rule pathInAddress(Setting folder) {
    return (settings, problems) -> {
      String path = settings.text(folder);
      NOT_IN_ENDPOINTS.forEach((sign, reading) -> {
        if (path.contains(sign)) {
          problems.add(folder + " (" + path + ") must not contain '" + sign + "', which " + reading + " in the address of an endpoint; name another folder");
        }
      });
    };
  }
}
