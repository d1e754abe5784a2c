package io.cascadian.runtime;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.time.Duration;

/**
 * Holds connections to both databases for health checks only: with short timeouts, and apart from the pools of runs, which may be exhausted.
 */
record StoreProbes(ClickHouse clickHouse, Postgres postgres) implements AutoCloseable {

  /** Shorter than the timeouts of the checks, so that a check itself reports what did not respond. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  static StoreProbes of(ClickHouseSettings clickHouse, PostgresSettings postgres) {
    return new StoreProbes(ClickHouseClients.forFewRows(clickHouse.within(LIMIT)), Postgres.probing(postgres, LIMIT));
  }

  @Override
  public void close() {
    clickHouse.close();
    postgres.close();
  }
}
