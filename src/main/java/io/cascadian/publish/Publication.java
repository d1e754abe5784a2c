package io.cascadian.publish;

import io.cascadian.store.FenceGuard;
import java.util.Map;
import java.util.Set;

/**
 * Describes one publication on its way from the units that something happened to, to what readers see.
 *
 * @param units how many units at least one table is recomputed for, by the unit's name
 * @param outdated names of the tables that are recomputed for all units, because their version changed or somebody asked for it
 * @param build number of the build whose layers are filled; 0 while there is none
 */
public record Publication(FenceGuard guard, Map<String, Long> units, Set<String> outdated, long build) {

  /** Returns whether nothing happened since the last publication, so that there is nothing to build. */
  public boolean isEmpty() {
    return outdated.isEmpty() && units.values().stream().allMatch(count -> count == 0);
  }

  Publication staged(long number) {
    return new Publication(guard, units, outdated, number);
  }
}
