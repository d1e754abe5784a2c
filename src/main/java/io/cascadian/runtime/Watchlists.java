package io.cascadian.runtime;

import io.cascadian.api.AutonomousApi;
import io.cascadian.api.WatchlistApi;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.watchlist.AutoPopulate;
import io.cascadian.watchlist.AutonomousSwitch;
import io.cascadian.watchlist.EventLog;
import io.cascadian.watchlist.Fallback;
import io.cascadian.watchlist.SignalWallets;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.Watchlist;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The watchlists' room, put together by the settings. Closing it closes what it opened. */
public final class Watchlists implements AutoCloseable {

  private final Strategies strategies;
  private final Watchlist watchlist;
  private final AutoPopulate autoPopulate;
  private final AutonomousSwitch autonomous;
  private final SignalWallets signals;

  /** @throws SettingsException when the log of events cannot be written where the settings put it */
  public Watchlists(Settings settings, Stores stores) {
    EventLog log = new EventLog(writable(settings));
    autonomous = autonomous(settings, stores, log);
    signals = new SignalWallets(stores.clickHouse(), stores.postgres(), log, autonomous);
    strategies = new Strategies(stores.postgres());
    watchlist = new Watchlist(stores.postgres());
    autoPopulate = new AutoPopulate(strategies, watchlist, stores.impatient(), fallback(settings));
  }

  private static Fallback fallback(Settings settings) {
    List<String> conditions = settings.optional(WatchlistSettings.DEFAULT_CONDITION_IDS).map(ids -> List.of(ids.split("\\s*,\\s*"))).orElse(List.of());
    return Fallback.of(conditions, settings.text(WatchlistSettings.DEFAULT_MARKET_ID), (int) settings.number(WatchlistSettings.FALLBACK_WATCHLIST_SIZE));
  }

  private static Path log(Settings settings) {
    return settings.optional(WatchlistSettings.WATCHLIST_EVENTS_FILE).map(Path::of)
        .orElseGet(() -> settings.path(ServiceSettings.RUNTIME_DIR).resolve("watchlist-events.jsonl"));
  }

  private static Path writable(Settings settings) {
    Path file = log(settings);
    EventLog.problem(file).ifPresent(problem -> {
      Setting said = settings.isGiven(WatchlistSettings.WATCHLIST_EVENTS_FILE) ? WatchlistSettings.WATCHLIST_EVENTS_FILE : ServiceSettings.RUNTIME_DIR;
      throw new SettingsException(List.of(said + ": " + problem));
    });
    return file;
  }

  /** The step of a run. */
  SignalWallets signals() {
    return signals;
  }

  Map<String, Object> beans() {
    return Map.of("watchlistApi", new WatchlistApi(strategies, watchlist, autoPopulate), "autonomousApi", new AutonomousApi(autonomous));
  }

  /** The switch by itself: it can be turned off also where the log of events cannot be written. */
  public static AutonomousSwitch autonomous(Settings settings, Stores stores) {
    return autonomous(settings, stores, new EventLog(log(settings)));
  }

  private static AutonomousSwitch autonomous(Settings settings, Stores stores, EventLog log) {
    return new AutonomousSwitch(stores.postgres(), log, settings.text(WatchlistSettings.AUTONOMOUS_TRADING_ENABLED).equals("true"));
  }

  public AutoPopulate autoPopulate() {
    return autoPopulate;
  }

  @Override
  public void close() {
    autoPopulate.close();
  }
}
