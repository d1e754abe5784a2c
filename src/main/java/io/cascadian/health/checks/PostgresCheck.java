package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import java.util.Map;

/** Does Postgres answer, and which version is it? */
public final class PostgresCheck implements HealthCheck {

  private final Postgres postgres;

  public PostgresCheck(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public CheckResult check() {
    try {
      String version = postgres.version();
      return CheckResult.healthy("connected, version " + version, Map.of("version", version));
    } catch (StoreException e) {
      return CheckResult.critical(
          "does not answer; is it running, and are DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD right?", Map.of());
    }
  }
}
