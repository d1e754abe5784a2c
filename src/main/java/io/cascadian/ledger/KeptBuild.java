package io.cascadian.ledger;

import java.time.Instant;

/**
 * A build of the wallet tables that is there: the published one, or one that was published before and can be brought back.
 *
 * @param id its number, which stands in the comments of its tables
 * @param fence of the run that made it: everything that was known by then is in it
 * @param madeAt when it was published for the first time
 * @param wallets how many wallets it worked out anew; the others' rows came from the build before
 * @param published whether it is the one that readers see
 * @param gatesPassed whether the gates passed when they were last asked about it; null when they never were
 */
public record KeptBuild(long id, long fence, Instant madeAt, long wallets, boolean published, Boolean gatesPassed) {

  /** Such as {@code 7 (kept, fence 12, made 2026-01-02T03:04:05Z, 310 wallets worked out, gates passed)}. */
  @Override
  public String toString() {
    String gates = gatesPassed == null ? "gates not asked" : gatesPassed ? "gates passed" : "gates failed";
    return id + " (" + (published ? "published" : "kept") + ", fence " + fence + ", made " + madeAt + ", " + wallets
        + " wallets worked out, " + gates + ")";
  }
}
