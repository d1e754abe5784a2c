package io.cascadian.nightly;

import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.util.Set;

/** Reads what the gates found when a run asked them last. Thread-safe. */
public final class LastGates {

  private final Postgres postgres;

  public LastGates(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Returns the names of those that did not pass; none before the first run. */
  public Set<String> failed() {
    return Set.copyOf(postgres.query(Sql.load("nightly/gates-failed"), row -> row.getString("gate")));
  }
}
