package io.cascadian.runtime;

import io.cascadian.api.MarketApi;
import io.cascadian.markets.GammaClient;
import io.cascadian.markets.MarketCatalogue;
import io.cascadian.markets.MarketGates;
import io.cascadian.markets.MarketLookups;
import io.cascadian.markets.MarketUpdate;
import io.cascadian.markets.MissingMarkets;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredTable;
import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKind.Resume;
import io.cascadian.publish.TableGates;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import java.time.Clock;
import java.util.List;

/** Wires the market catalogue: its steps, gates, API and category definitions. */
final class MarketsModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(MarketSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(MarketSettings.class, MarketSettings::of);
    to.add(TableGates.of(MarketGates.gates()));
    to.partAndBean("marketLookups", MarketLookups.class, on -> new MarketLookups(on.get(GammaClient.class), on.get(ClickHouse.class), on.get(Postgres.class),
        on.get(DeadLetters.class), on.get(MarketSettings.class).categories(), on.get(Settings.class).path(ServiceSettings.RUNTIME_DIR), Clock.systemUTC()));
    to.bean("marketUpdate", MarketUpdate.class, on -> new MarketUpdate(new MarketCatalogue(on.get(GammaClient.class), on.get(ClickHouse.class),
        on.get(DeadLetters.class), on.get(MarketSettings.class).categories(), on.get(MarketSettings.class).limits()), on.get(MarketLookups.class)));
    to.bean("marketApi", MarketApi.class, on -> new MarketApi(new MissingMarkets(on.get(ClickHouse.class), on.get(Stores.class).interactivePostgres())));
    // a resumed run reads trades of markets that were created after its first attempt read the catalogue
    to.add(StepKind.ingests("market-catalogue", "marketUpdate.readCatalogue").onResume(Resume.REPEAT_BEFORE_EVENTS).writing("markets_dim", "events_dim"));
    to.add(StepKind.ingests("missing-markets", "marketLookups.publish"));
    to.addAll(RequiredTable.named("markets_dim", "events_dim", "condition_market_map"));
  }
}
