package io.cascadian.store;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;

/**
 * Describes the version of a database's schema.
 *
 * @param store {@code ClickHouse} or {@code Postgres}
 * @param at the newest version that was applied, by whatever program; empty where none was
 * @param needed the newest version that this program has
 * @param missing how many of this program's versions have not been applied
 */
public record SchemaState(String store, Optional<String> at, String needed, int missing) {

  /**
   * Compares the versions that a program has with those that a database has seen.
   *
   * @param needed not empty
   */
  static SchemaState of(String store, Collection<Integer> needed, Collection<Integer> applied) {
    return new SchemaState(store, applied.stream().max(Comparator.naturalOrder()).map(String::valueOf), String.valueOf(Collections.max(needed)),
        (int) needed.stream().filter(version -> !applied.contains(version)).count());
  }

  /** Returns whether every version that this program needs is there; newer ones do not matter. */
  public boolean isReady() {
    return missing == 0;
  }
}
