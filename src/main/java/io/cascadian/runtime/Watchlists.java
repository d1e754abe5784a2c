package io.cascadian.runtime;

import io.cascadian.api.AutoAddApi;
import io.cascadian.api.WatchlistApi;
import io.cascadian.watchlist.AutoAddSwitch;
import io.cascadian.watchlist.AutoPopulate;
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
  private final AutoAddSwitch autoAdd;
  private final SignalWallets signals;

  /** @throws SettingsException when the log of events cannot be written where the settings put it */
  public Watchlists(Settings settings, Stores stores) {
    EventLog log = new EventLog(writable(settings));
    autoAdd = autoAdd(settings, stores, log);
    signals = new SignalWallets(stores.clickHouse(), stores.postgres(), log, autoAdd);
    strategies = new Strategies(stores.postgres());
    watchlist = new Watchlist(stores.postgres());
    autoPopulate = new AutoPopulate(strategies, watchlist, stores.interactiveClickHouse(), fallback(settings));
  }

  private static Fallback fallback(Settings settings) {
    List<String> conditions = settings.optional(Setting.DEFAULT_CONDITION_IDS).map(ids -> List.of(ids.split("\\s*,\\s*"))).orElse(List.of());
    return Fallback.of(conditions, settings.text(Setting.DEFAULT_MARKET_ID), (int) settings.number(Setting.FALLBACK_WATCHLIST_SIZE));
  }

  private static Path log(Settings settings) {
    return settings.optional(Setting.WATCHLIST_EVENTS_FILE).map(Path::of)
        .orElseGet(() -> settings.path(Setting.RUNTIME_DIR).resolve("watchlist-events.jsonl"));
  }

  private static Path writable(Settings settings) {
    Path file = log(settings);
    EventLog.problem(file).ifPresent(problem -> {
      Setting said = settings.isGiven(Setting.WATCHLIST_EVENTS_FILE) ? Setting.WATCHLIST_EVENTS_FILE : Setting.RUNTIME_DIR;
      throw new SettingsException(List.of(said + ": " + problem));
    });
    return file;
  }

  /** The step of a run. */
  SignalWallets signals() {
    return signals;
  }

  Map<String, Object> beans() {
    return Map.of("watchlistApi", new WatchlistApi(strategies, watchlist, autoPopulate), "autoAddApi", new AutoAddApi(autoAdd));
  }

  /** Makes the switch by itself: auto-add can be disabled even where the event log cannot be written. */
  public static AutoAddSwitch autoAdd(Settings settings, Stores stores) {
    return autoAdd(settings, stores, new EventLog(log(settings)));
  }

  private static AutoAddSwitch autoAdd(Settings settings, Stores stores, EventLog log) {
    return new AutoAddSwitch(stores.postgres(), log, settings.text(Setting.AUTONOMOUS_TRADING_ENABLED).equals("true"));
  }

  public AutoPopulate autoPopulate() {
    return autoPopulate;
  }

  @Override
  public void close() {
    autoPopulate.close();
  }
}
