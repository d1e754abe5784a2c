package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import java.util.Map;
import java.util.TreeMap;

/** Declares the settings of files and notifications that a service writes. */
public final class ServiceSettings {

  public static final SettingGroup GROUP = new SettingGroup("Files and notifications");

  public static final Setting NOTIFY_URL = GROUP.add("NOTIFY_URL", Form.SECRET_URL, null,
      "URL to which the summary of every ended run is posted as JSON; without it nothing is posted; see docs/routes.md");
  public static final Setting RUNTIME_DIR = GROUP.add("RUNTIME_DIR", Form.FOLDER, "runtime", "folder of summaries and reports for other programs");
  public static final Setting LOG_DIR = GROUP.add("LOG_DIR", Form.FOLDER, "logs", "folder of the log files of services and runs; see docs/logs.md");

  /** Texts that the path of an endpoint's folder must not contain, each with its meaning to Camel. */
  private static final Map<String, String> NOT_IN_ENDPOINTS = new TreeMap<>(Map.of("?", "ends the path", "{{", "begins a placeholder", "}}", "ends a placeholder",
      "${", "begins an expression", "$simple{", "begins an expression"));

  static {
    GROUP.rule(pathInAddress(RUNTIME_DIR));
  }

  private ServiceSettings() {}

  /** Rejects a folder whose path cannot be written in an endpoint URI. */
  static SettingGroup.Rule pathInAddress(Setting folder) {
    return (settings, problems) -> {
      String path = settings.text(folder);
      NOT_IN_ENDPOINTS.forEach((sign, reading) -> {
        if (path.contains(sign)) {
          problems.add(folder + " (" + path + ") must not contain '" + sign + "', which " + reading + " in an endpoint URI; name another folder");
        }
      });
    };
  }
}
