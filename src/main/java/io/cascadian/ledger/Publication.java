package io.cascadian.ledger;

import io.cascadian.store.FenceGuard;

/**
 * Describes one publication of the wallet tables on its way from the wallets that are affected to the exchange of the tables.
 *
 * @param wallets how many are worked out anew
 * @param everything whether that is all wallets, because the statements changed or somebody asked for it
 * @param build number of the build that is staged; 0 while there is none
 */
public record Publication(FenceGuard guard, long wallets, boolean everything, long build) {

  /** Whether nothing happened since the last publication, so that there is nothing to build. */
  public boolean isEmpty() {
    return wallets == 0 && !everything;
  }

  Publication staged(long number) {
    return new Publication(guard, wallets, everything, number);
  }
}
