package io.cascadian.health.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import org.junit.jupiter.api.Test;

class PostgresCheckIT {

  @Test
  void readOnlyServer_isCritical() {
    PostgresSettings settings = TestStores.freshPostgresSettings();
    try (Postgres postgres = Postgres.connect(settings)) {
      assertThat(new PostgresCheck(postgres).check().status()).isEqualTo(HealthStatus.HEALTHY);
      // as a standby, or a managed server whose disk is full
      postgres.update("ALTER DATABASE " + settings.jdbcUrl().replaceAll(".*/", "") + " SET default_transaction_read_only = on");
    }
    try (Postgres postgres = Postgres.connect(settings)) {
      CheckResult result = new PostgresCheck(postgres).check();
      assertThat(result.status()).isEqualTo(HealthStatus.CRITICAL);
      assertThat(result.message()).contains("read-only").contains("DATABASE_URL");
    }
  }
}
