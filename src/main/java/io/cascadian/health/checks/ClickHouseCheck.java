package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Checks that ClickHouse responds, accepts the login and has the database; reports its version. */
public final class ClickHouseCheck implements HealthCheck {

  static final String UNKNOWN_DATABASE = "81";
  /** UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, ACCESS_DENIED, AUTHENTICATION_FAILED. */
  private static final Set<String> CREDENTIALS = Set.of("192", "193", "194", "497", "516");

  private final ClickHouse clickHouse;

  public ClickHouseCheck(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public String name() {
    return "clickhouse";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(6);
  }

  @Override
  public String hint() {
    return "is ClickHouse running and reachable, and is CLICKHOUSE_URL right?";
  }

  @Override
  public CheckResult check() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("limit_ms", clickHouse.settings().queryTimeout().toMillis());
    long begin = System.nanoTime();
    try {
      return clickHouse.queryOne("SELECT version(), toUnixTimestamp(now())", Map.of(), row -> {
        details.put("answer_ms", (System.nanoTime() - begin) / 1_000_000);
        details.put("version", row.getString(1));
        details.put("data_time", java.time.Instant.ofEpochSecond(row.getLong(2)).toString());
        return CheckResult.healthy("connected, version " + row.getString(1), details);
      });
    } catch (StoreRejectedException e) {
      details.put("error_code", e.code());
      if (CREDENTIALS.contains(e.code())) {
        return CheckResult.critical("rejects the credentials; check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD", details);
      }
      return e.code().equals(UNKNOWN_DATABASE)
          ? CheckResult.critical("connected, but there is no database of the name CLICKHOUSE_DATABASE; run the command 'migrate'", details)
          : CheckResult.critical("rejected the query with error " + e.code() + "; see ClickHouse's log", details);
    } catch (StoreUnavailableException e) {
      return CheckResult.critical("does not answer: no connection to " + clickHouse.settings().url() + ", or nothing within "
          + clickHouse.settings().queryTimeout().toMillis() + " ms; " + hint(), details);
    }
  }
}
