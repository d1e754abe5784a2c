package io.cascadian.runtime;

import io.cascadian.api.WalletApi;
import io.cascadian.ledger.Ledger;
import io.cascadian.ledger.WalletPnls;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.nightly.StepKind;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.settings.SettingGroup;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.util.List;

/** Wires the wallet tables: the step that publishes them, their gates, and the API that reads them. */
final class LedgerModule implements Module {

  /** Step after which published wallet tables can be used. */
  static final String PUBLISH_WALLETS = "publish-wallets";

  @Override
  public List<SettingGroup> settings() {
    return List.of(LedgerSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(LedgerSettings.class, LedgerSettings::of);
    to.partAndBean("ledger", Ledger.class, on -> new Ledger(on.get(ClickHouse.class), on.get(Postgres.class), on.get(LedgerSettings.class).retainedBuilds()));
    to.bean("walletApi", WalletApi.class, on -> new WalletApi(new WalletPnls(on.get(Stores.class).interactiveClickHouse(), on.get(Postgres.class))));
    to.step(StepKind.derives(PUBLISH_WALLETS, "ledger.publish"));
    to.gates(LedgerGateSource::of);
    to.requiresTables("wallet_resolution_outcomes", "wallet_category_pnl");
    to.metrics(new MetricQuery("published", List.of(), List.of(
          Column.gauge("published", "cascadian.ledger.published.timestamp", "seconds", "When the wallet tables in force were published", Math::max))));
  }
}
