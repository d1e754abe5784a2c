package io.cascadian.runtime;

import io.cascadian.api.AutoAddApi;
import io.cascadian.api.WatchlistApi;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.ProbedPath;
import io.cascadian.nightly.StepKind;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.watchlist.AutoAddSwitch;
import io.cascadian.watchlist.AutoPopulate;
import io.cascadian.watchlist.EventLog;
import io.cascadian.watchlist.SignalWallets;
import io.cascadian.watchlist.Strategies;
import io.cascadian.watchlist.Watchlist;
import java.util.List;

/** Wires strategies and their watchlists, and the auto-add of markets by tracked wallets. */
public final class WatchlistModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(WatchlistSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(WatchlistSettings.class, WatchlistSettings::of);
    to.part(EventLog.class, on -> writable(on.get(WatchlistSettings.class)));
    to.part(AutoAddSwitch.class, on -> autoAdd(on.get(WatchlistSettings.class), on.get(Postgres.class), on.get(EventLog.class)));
    to.bean("signalWallets", SignalWallets.class, on ->
        new SignalWallets(on.get(ClickHouse.class), on.get(Postgres.class), on.get(EventLog.class), on.get(AutoAddSwitch.class)));
    to.resource(AutoPopulate.class, on -> autoPopulate(on.get(WatchlistSettings.class), on.get(Stores.class)));
    to.bean("watchlistApi", WatchlistApi.class, on -> watchlistApi(on.get(Stores.class).interactivePostgres(), on.get(AutoPopulate.class)));
    to.bean("autoAddApi", AutoAddApi.class, on ->
        new AutoAddApi(autoAdd(on.get(WatchlistSettings.class), on.get(Stores.class).interactivePostgres(), on.get(EventLog.class))));
    to.add(StepKind.reports("signal-wallets", "signalWallets.decide").requiring(PublishModule.PUBLISH_WALLETS));
    to.add(new ProbedPath("/api/strategies"));
  }

  private static WatchlistApi watchlistApi(Postgres postgres, AutoPopulate autoPopulate) {
    return new WatchlistApi(new Strategies(postgres), new Watchlist(postgres), autoPopulate);
  }

  /** @throws SettingsException when the event log of the settings cannot be written */
  private static EventLog writable(WatchlistSettings settings) {
    EventLog.problem(settings.eventsFile()).ifPresent(problem -> {
      throw new SettingsException(List.of(settings.eventsFileSetting() + ": " + problem));
    });
    return new EventLog(settings.eventsFile());
  }

  /** Returns the switch for a command; auto-add can be disabled even if the event log cannot be written. */
  public static AutoAddSwitch autoAdd(Settings settings, Stores stores) {
    WatchlistSettings read = WatchlistSettings.of(settings);
    return autoAdd(read, stores.postgres(), new EventLog(read.eventsFile()));
  }

  private static AutoAddSwitch autoAdd(WatchlistSettings settings, Postgres postgres, EventLog log) {
    return new AutoAddSwitch(postgres, log, settings.autoAdd());
  }

  /** Returns the filler of watchlists for a command, which closes it. */
  public static AutoPopulate autoPopulate(Settings settings, Stores stores) {
    return autoPopulate(WatchlistSettings.of(settings), stores);
  }

  private static AutoPopulate autoPopulate(WatchlistSettings settings, Stores stores) {
    Postgres postgres = stores.interactivePostgres();
    return new AutoPopulate(new Strategies(postgres), new Watchlist(postgres), stores.interactiveClickHouse(), settings.fallback());
  }
}
