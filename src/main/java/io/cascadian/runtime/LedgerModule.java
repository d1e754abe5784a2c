package io.cascadian.runtime;

import io.cascadian.api.WalletApi;
import io.cascadian.ledger.MarketNames;
import io.cascadian.ledger.WalletConditions;
import io.cascadian.ledger.WalletEvents;
import io.cascadian.ledger.WalletGates;
import io.cascadian.ledger.WalletPnls;
import io.cascadian.ledger.WalletTables;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredTable;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.publish.TableGates;
import io.cascadian.settings.SettingGroup;
import io.cascadian.store.ClickHouse;
import java.util.List;

/** Wires the wallet tables: their descriptors, gates and API. */
final class LedgerModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(LedgerSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(LedgerSettings.class, LedgerSettings::of);
    to.addAll(WalletTables.tables());
    to.add(new TableGates(settings -> WalletGates.gates(LedgerSettings.of(settings).gates())));
    to.bean("walletApi", WalletApi.class, on -> {
      ClickHouse clickHouse = on.get(Stores.class).interactiveClickHouse();
      PublishedBuilds builds = new PublishedBuilds(clickHouse, on.get(Stores.class).interactivePostgres());
      return new WalletApi(builds, new WalletPnls(clickHouse, builds), new WalletConditions(clickHouse, builds), new WalletEvents(clickHouse),
          new MarketNames(clickHouse));
    });
    to.addAll(RequiredTable.named("wallet_resolution_outcomes", "wallet_category_pnl"));
  }
}
