package io.cascadian.runtime;

import io.cascadian.health.checks.ClickHouseCheck;
import io.cascadian.health.checks.ClickHouseTablesCheck;
import io.cascadian.health.checks.PostgresCheck;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredTable;
import io.cascadian.observe.CountedErrors;
import io.cascadian.settings.SettingGroup;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.util.List;
import javax.sql.DataSource;

/** Wires both databases, which are opened before all modules: connections and health checks. */
final class StoresModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(StoreSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.part(ClickHouse.class, on -> on.get(Stores.class).clickHouse());
    to.part(Postgres.class, on -> on.get(Stores.class).postgres());
    to.resource(StoreProbes.class, on -> on.get(Stores.class).probes());
    to.bean("clickhouse", DataSource.class, on -> on.get(ClickHouse.class).dataSource());
    to.bean("postgres", DataSource.class, on -> on.get(Postgres.class).dataSource());
    to.bean("clickHouseClient", ClickHouse.class);
    to.add(CountedErrors.ofStore("clickhouse"));
    to.add(CountedErrors.ofStore("postgres"));
    to.add(CheckDescriptor.ofStores("clickhouse", on -> new ClickHouseCheck(on.clickHouse())));
    to.add(CheckDescriptor.ofStores("clickhouse-tables", on -> new ClickHouseTablesCheck(on.clickHouse(),
        to.all(RequiredTable.class).stream().map(RequiredTable::name).toList())));
    to.add(CheckDescriptor.ofStores("postgres", on -> new PostgresCheck(on.postgres())));
    to.start(on -> on.get(Stores.class).keepRunning());
  }
}
