package io.cascadian.runtime;

import io.cascadian.module.Contributions;
import io.cascadian.module.FeatureGates;
import io.cascadian.module.Module;
import io.cascadian.nightly.RunKind;
import io.cascadian.nightly.StepKind;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.PublishedTables;
import io.cascadian.publish.Publisher;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.util.List;

/** Wires the publication of the tables that modules contribute: its step, and the gates on published numbers. */
final class PublishModule implements Module {

  /** Name of the step that publishes the wallet tables. */
  static final String PUBLISH_WALLETS = "publish-wallets";

  @Override
  public void contribute(Contributions to) {
    to.partAndBean("publisher", Publisher.class, on ->
        new Publisher(on.get(ClickHouse.class), on.get(Postgres.class), tables(to), on.get(LedgerSettings.class).retainedBuilds()));
    to.add(StepKind.derives(PUBLISH_WALLETS, "publisher.publish"));
    to.add(RunKind.ofWork("rebuild"));
    to.add(new FeatureGates(on -> TableGateSource.of(to, on)));
    to.add(new MetricQuery("published", List.of(), List.of(
        Column.gauge("published", "cascadian.ledger.published.timestamp", "seconds", "When the wallet tables in force were published", Math::max))));
  }

  /** Returns the published tables of all modules. */
  static PublishedTables tables(Contributions all) {
    return new PublishedTables(all.all(PublishedTable.class));
  }
}
