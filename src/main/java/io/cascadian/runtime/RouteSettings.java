package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Holds the settings of the routes folder.
 *
 * @param reload whether edits take effect while the service runs
 * @param maxWait how long an edit waits for messages in progress
 */
public record RouteSettings(Path folder, boolean reload, Duration pollInterval, Duration maxWait) {

  public static final SettingGroup GROUP = new SettingGroup("Routes");

  public static final Setting ROUTES_DIR = GROUP.add("ROUTES_DIR", Form.FOLDER, "routes", "folder of the YAML routes");
  public static final Setting ROUTES_RELOAD = GROUP.add("ROUTES_RELOAD", Form.SWITCH, "true",
      "whether edits of the routes take effect while the service runs: true or false");
  public static final Setting ROUTES_POLL_INTERVAL = GROUP.duration("ROUTES_POLL_INTERVAL", "100ms", "1h", "1s",
      "how often the routes are polled for edits; an edit takes effect when the folder has not changed for that long; ROUTES_RELOAD=false disables it");
  public static final Setting ROUTES_MAX_WAIT = GROUP.duration("ROUTES_MAX_WAIT", "1s", "24h", "10m",
      "how long an edit waits for messages in progress in its routes; then these are stopped. For a run an edit waits until it has ended");
  public static final Setting EXTENSIONS_DIR = GROUP.add("EXTENSIONS_DIR", Form.FOLDER, "lib-ext",
      "folder of jars with further components for routes; loaded at the start; see docs/routes.md");

  static RouteSettings of(Settings settings) {
    return new RouteSettings(settings.path(ROUTES_DIR), settings.text(ROUTES_RELOAD).equals("true"), settings.duration(ROUTES_POLL_INTERVAL),
        settings.duration(ROUTES_MAX_WAIT));
  }
}
