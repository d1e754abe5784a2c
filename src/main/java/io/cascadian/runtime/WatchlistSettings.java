package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.watchlist.Fallback;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds the settings of watchlists and of auto-add.
 *
 * @param fallback the markets that fill a watchlist without data to choose by
 * @param eventsFile log of added markets, JSON lines
 * @param eventsFileSetting the setting that determines the file's path, for messages
 */
public record WatchlistSettings(Fallback fallback, boolean autoAdd, Path eventsFile, Setting eventsFileSetting) {

  public static final SettingGroup GROUP = new SettingGroup("Watchlists");

  private static final String CONDITION = "(0x)?[0-9a-fA-F]{64}";

  public static final Setting DEFAULT_CONDITION_IDS = GROUP.add("DEFAULT_CONDITION_IDS", Form.matching("condition ids",
      Pattern.compile(CONDITION + "(\\s*,\\s*" + CONDITION + ")*"), "is not a list of condition ids, 64 hex digits with or without 0x, with commas"), null,
      "condition ids, separated by commas, that fill a strategy's watchlist without data to choose by, the most important first");
  public static final Setting DEFAULT_MARKET_ID = GROUP.add("DEFAULT_MARKET_ID", Form.matching("condition id", Pattern.compile(CONDITION),
      "is not a condition id, 64 hex digits with or without 0x"), null,
      "condition id of one such market, used when DEFAULT_CONDITION_IDS is not set; all zeros for none");
  public static final Setting FALLBACK_WATCHLIST_SIZE = GROUP.number("FALLBACK_WATCHLIST_SIZE", 1, 10_000, "10",
      "maximum number of DEFAULT_CONDITION_IDS that are used");
  public static final Setting AUTONOMOUS_TRADING_ENABLED = GROUP.add("AUTONOMOUS_TRADING_ENABLED", Form.SWITCH, "false",
      "auto-add: true lets new positions of tracked wallets add markets to watchlists, unless `cascadian auto-add disable` was called; with false they"
          + " are only written to the log");
  public static final Setting WATCHLIST_EVENTS_FILE = GROUP.add("WATCHLIST_EVENTS_FILE", Form.FILE, null,
      "file of the event log of auto-add, JSON lines; without it watchlist-events.jsonl in RUNTIME_DIR");

  static WatchlistSettings of(Settings settings) {
    List<String> conditions = settings.optional(DEFAULT_CONDITION_IDS).map(ids -> List.of(ids.split("\\s*,\\s*"))).orElse(List.of());
    return new WatchlistSettings(
        Fallback.of(conditions, settings.text(DEFAULT_MARKET_ID), (int) settings.number(FALLBACK_WATCHLIST_SIZE)),
        settings.text(AUTONOMOUS_TRADING_ENABLED).equals("true"),
        settings.optional(WATCHLIST_EVENTS_FILE).map(Path::of)
            .orElseGet(() -> settings.path(ServiceSettings.RUNTIME_DIR).resolve("watchlist-events.jsonl")),
        settings.isGiven(WATCHLIST_EVENTS_FILE) ? WATCHLIST_EVENTS_FILE : ServiceSettings.RUNTIME_DIR);
  }
}
