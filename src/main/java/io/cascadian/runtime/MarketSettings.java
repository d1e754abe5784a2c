package io.cascadian.runtime;

import io.cascadian.markets.CatalogueLimits;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;

/**
 * Holds the settings of the market catalogue.
 *
 * @param limits of the catalogue's list
 * @param categories definitions of canonical categories
 */
public record MarketSettings(CatalogueLimits limits, CategoryDefinitions categories) {

  public static final SettingGroup GROUP = new SettingGroup("Market catalogue");

  public static final Setting GAMMA_TIME_LIMIT = GROUP.duration("GAMMA_TIME_LIMIT", "1s", "7d", "2h",
      "maximum time that a run reads the market catalogue's list; then the step fails, and the markets read so far are stored");
  public static final Setting CATEGORIES_FILE = GROUP.add("CATEGORIES_FILE", Form.FILE, null, "file of category definitions; default: the built-in ones");

  /** @throws io.cascadian.settings.SettingsException when the file of categories is invalid */
  static MarketSettings of(Settings settings) {
    return new MarketSettings(CatalogueLimits.within(settings.duration(GAMMA_TIME_LIMIT)), 
        settings.read(CATEGORIES_FILE, CategoryDefinitions::of).orElseGet(CategoryDefinitions::builtIn));
  }
}
