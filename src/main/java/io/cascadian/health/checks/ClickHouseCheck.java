package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.StoreException;
import java.util.Map;

/** Does ClickHouse answer, and which version is it? */
public final class ClickHouseCheck implements HealthCheck {

  private final ClickHouse clickHouse;

  public ClickHouseCheck(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public String name() {
    return "clickhouse";
  }

  @Override
  public CheckResult check() {
    try {
      String version = clickHouse.version();
      return CheckResult.healthy("connected, version " + version, Map.of("version", version));
    } catch (StoreException e) {
      return CheckResult.critical(
          "does not answer; is it running, and are CLICKHOUSE_URL, CLICKHOUSE_USER and CLICKHOUSE_PASSWORD right?", Map.of());
    }
  }
}
