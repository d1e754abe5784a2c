package io.cascadian.runtime;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.time.Duration;

/**
 * Connections to both databases on which nothing is done but asking how they are: with limits so short that a check ends by itself, and out
 * of the way of runs, which may occupy all others.
 */
record StoreProbes(ClickHouse clickHouse, Postgres postgres) implements AutoCloseable {

  /** Below the timeouts of the checks, so that they report themselves what did not answer. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  static StoreProbes of(ClickHouseSettings clickHouse, PostgresSettings postgres) {
    return new StoreProbes(ClickHouse.to(clickHouse.within(LIMIT)), Postgres.probing(postgres, LIMIT));
  }

  @Override
  public void close() {
    clickHouse.close();
    postgres.close();
  }
}
