package io.cascadian.nightly;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the last run read every stream it should have, and what it warned of while it read them.
 *
 * <p>A stream that is taken out of the run fails nothing: only what is stored of it stands still, and with it a part of every number.
 */
public final class StreamsCheck implements HealthCheck {

  private final Postgres postgres;
  private final StepKinds kinds;

  /** @param kinds of which those that read events are looked at */
  public StreamsCheck(Postgres postgres, StepKinds kinds) {
    this.postgres = postgres;
    this.kinds = kinds;
  }

  @Override
  public String name() {
    return "streams";
  }

  /** Returns false, because a run reads the streams again. */
  @Override
  public boolean stopsRun() {
    return false;
  }

  @Override
  public String hint() {
    return "look at the check 'postgres'";
  }

  @Override
  public CheckResult check() {
    try {
      return postgres.queryOne(Sql.load("health/last-reading"), row -> {
        List<String> warnings = RunRecords.list(row.getString("warnings"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("run", row.getLong("run"));
        details.put("data_time", row.getTimestamp("ended_at").toInstant().toString());
        details.put("read", row.getLong("read"));
        details.put("warnings", warnings);
        if (row.getLong("newest") > row.getLong("run")) {
          return CheckResult.warning("run " + row.getLong("newest") + " read no stream, run " + row.getLong("run") + " was the last that did; see that the route "
              + row.getString("kind") + " has its step for that, and 'cascadian runs " + row.getLong("newest") + "'", details);
        }
        return warnings.isEmpty()
            ? CheckResult.healthy("run " + row.getLong("run") + " read " + row.getLong("read") + " streams", details)
            : CheckResult.warning("run " + row.getLong("run") + ": " + String.join("; ", warnings), details);
      }, String.join(",", kinds.readingEvents())).orElseGet(() -> CheckResult.healthy("no run has read a stream yet", unknown()));
    } catch (StoreException e) {
      return CheckResult.critical("what the last run read is not known; " + hint(), unknown());
    }
  }

  private static Map<String, Object> unknown() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("data_time", null);
    return details;
  }
}
