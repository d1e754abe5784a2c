package io.cascadian.runtime;

import io.cascadian.markets.CatalogueLimits;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds the settings of the market catalogue.
 *
 * @param categoriesFile empty for the built-in definitions
 */
public record MarketSettings(CatalogueLimits limits, Optional<Path> categoriesFile) {

  public static final SettingGroup GROUP = new SettingGroup("Market catalogue");

  public static final Setting GAMMA_TIME_LIMIT = GROUP.duration("GAMMA_TIME_LIMIT", "1s", "7d", "2h",
      "longest that a run reads the market catalogue's list; what was read until then counts, and the step fails");
  public static final Setting CATEGORIES_FILE = GROUP.add("CATEGORIES_FILE", Form.FILE, null, "category definitions; without it the built-in ones");

  static MarketSettings of(Settings settings) {
    return new MarketSettings(CatalogueLimits.within(settings.duration(GAMMA_TIME_LIMIT)), settings.optional(CATEGORIES_FILE).map(Path::of));
  }
}
