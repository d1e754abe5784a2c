package io.cascadian.runtime;

import io.cascadian.markets.CatalogueLimits;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;

/**
 * Holds the settings of the market catalogue.
 */
public record MarketSettings(CatalogueLimits limits, CategoryDefinitions categories) {

  public static final SettingGroup GROUP = new SettingGroup("Market catalogue");

  public static final Setting GAMMA_TIME_LIMIT = GROUP.duration("GAMMA_TIME_LIMIT", "1s", "7d", "2h",
      "longest that a run reads the market catalogue's list; what was read until then counts, and the step fails");
  public static final Setting CATEGORIES_FILE = GROUP.add("CATEGORIES_FILE", Form.FILE, null, "category definitions; without it the built-in ones");

  /** @throws io.cascadian.settings.SettingsException when the file of categories cannot be used */
  static MarketSettings of(Settings settings) {
    return new MarketSettings(CatalogueLimits.within(settings.duration(GAMMA_TIME_LIMIT)), 
        settings.read(CATEGORIES_FILE, CategoryDefinitions::of).orElseGet(CategoryDefinitions::builtIn));
  }
}
