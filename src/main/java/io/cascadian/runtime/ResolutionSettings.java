package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Holds the settings of resolutions and of their drop folder.
 *
 * @param minResolved number of resolved conditions below which health is critical
 * @param maxAgeWarning age of the resolutions in force from which health warns, {@code maxAgeCritical} from which it is critical
 */
public record ResolutionSettings(Path dropFolder, long minResolved, Duration maxAgeWarning, Duration maxAgeCritical) {

  public static final SettingGroup GROUP = new SettingGroup("Resolutions and the drop folder");

  public static final Setting DROP_DIR = GROUP.add("DROP_DIR", Form.FOLDER, "data/drop", "watched folder that resolution maps are dropped into");
  public static final Setting RESOLUTION_MIN_RESOLVED = GROUP.number("RESOLUTION_MIN_RESOLVED", 0, 1_000_000_000, "3000",
      "resolved conditions in force below which health is critical");
  public static final Setting RESOLUTION_MAX_AGE_WARNING = GROUP.duration("RESOLUTION_MAX_AGE_WARNING", "1s", "100000d", "24h",
      "age of the resolutions in force from which health warns");
  public static final Setting RESOLUTION_MAX_AGE_CRITICAL = GROUP.duration("RESOLUTION_MAX_AGE_CRITICAL", "1s", "100000d", "48h",
      "age of the resolutions in force from which health is critical");

  static {
    GROUP.rule(ServiceSettings.pathInAddress(DROP_DIR)).rule(ResolutionSettings::dropFolderOfItsOwn)
        .ordered(RESOLUTION_MAX_AGE_WARNING, RESOLUTION_MAX_AGE_CRITICAL);
  }

  static ResolutionSettings of(Settings settings) {
    return new ResolutionSettings(settings.path(DROP_DIR), settings.number(RESOLUTION_MIN_RESOLVED), settings.duration(RESOLUTION_MAX_AGE_WARNING),
        settings.duration(RESOLUTION_MAX_AGE_CRITICAL));
  }

  /** Rejects a drop folder that is used for something else, because every .json and .jsonl file in it is taken. */
  private static void dropFolderOfItsOwn(Settings settings, List<String> problems) {
    Path drop = normal(settings.path(DROP_DIR));
    for (Setting setting : settings.known()) {
      if (setting.isPath() && setting != DROP_DIR && settings.optional(setting).isPresent()) {
        Path path = normal(settings.path(setting));
        if (drop.equals(setting.isFolder() ? path : path.getParent())) {
          problems.add("DROP_DIR (" + settings.text(DROP_DIR) + ") is where " + setting + " (" + settings.text(setting) + ") has its files, which would be taken"
              + " for dropped ones; name a folder of its own for dropped files");
        }
      }
    }
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
