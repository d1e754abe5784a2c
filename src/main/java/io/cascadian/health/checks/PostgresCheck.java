package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.Postgres;
import io.cascadian.store.RestoreMark;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.store.UnfinishedRestoreException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that Postgres responds, accepts the login and has the tables; reports its version. The data time is when an ingestion cursor last moved.
 */
public final class PostgresCheck implements HealthCheck {

  private static final String UNDEFINED_TABLE = "42P01";
  private static final String NO_DATABASE = "3D000";
  private static final String CREDENTIALS = "28";

  private final Postgres postgres;

  public PostgresCheck(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(6);
  }

  @Override
  public String hint() {
    return "is Postgres running and reachable, and is DATABASE_URL right?";
  }

  @Override
  public CheckResult check() {
    Map<String, Object> details = new LinkedHashMap<>();
    long begin = System.nanoTime();
    try {
      Optional<UnfinishedRestoreException> unfinished = RestoreMark.find(postgres);
      if (unfinished.isPresent()) {
        return CheckResult.critical(unfinished.get().getMessage(), details);
      }
      return postgres.queryOne("SELECT current_setting('server_version'), max(updated_at), current_setting('transaction_read_only')::boolean FROM cursors", row -> {
        details.put("answer_ms", (System.nanoTime() - begin) / 1_000_000);
        details.put("limit_ms", postgres.limit().toMillis());
        details.put("version", row.getString(1));
        Timestamp moved = row.getTimestamp(2);
        details.put("data_time", moved == null ? null : moved.toInstant().toString());
        if (row.getBoolean(3)) {
          return CheckResult.critical("connected, but read-only: no run can start. Check whether DATABASE_URL leads to a standby, or the server's disk is full",
              details);
        }
        return CheckResult.healthy("connected, version " + row.getString(1), details);
      }).orElseThrow();
    } catch (StoreRejectedException e) {
      details.put("error_code", e.code());
      if (e.code().startsWith(CREDENTIALS)) {
        return CheckResult.critical("rejects the credentials; check DATABASE_USER and DATABASE_PASSWORD, or those in DATABASE_URL", details);
      }
      return CheckResult.critical(switch (e.code()) {
        case NO_DATABASE -> "connected, but there is no database of that name; create it, or check the name in DATABASE_URL";
        case UNDEFINED_TABLE -> "connected, but its tables are missing; run the command 'migrate'";
        default -> "rejected the query with error " + e.code() + "; see Postgres' log";
      }, details);
    } catch (StoreUnavailableException e) {
      details.put("limit_ms", postgres.limit().toMillis());
      return CheckResult.critical("does not answer: no connection to " + postgres.address() + ", or nothing within " + postgres.limit().toMillis() + " ms; " + hint(), details);
    }
  }
}
