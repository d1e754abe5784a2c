package io.cascadian.publish;

import java.time.Instant;

/**
 * Describes a build of the published tables: the published one, or one that was published before and can be rolled back to.
 *
 * @param id its number, which stands in the comments of its tables
 * @param fence of the run that made it: everything that was known by then is in it
 * @param madeAt when it was published for the first time
 * @param wallets how many wallets it recomputed; the rows of the others came from the build before
 * @param published whether it is the one that readers see
 * @param gatesPassed whether the gates passed when they were last asked about it; null when they never were
 */
public record RetainedBuild(long id, long fence, Instant madeAt, long wallets, boolean published, Boolean gatesPassed) {

  /** Returns a text such as {@code 7 (retained, fence 12, made 2026-01-02T03:04:05Z, 310 wallets recomputed, gates passed)}. */
  @Override
  public String toString() {
    String gates = gatesPassed == null ? "gates not asked" : gatesPassed ? "gates passed" : "gates failed";
    return id + " (" + (published ? "published" : "retained") + ", fence " + fence + ", made " + madeAt + ", " + wallets
        + " wallets recomputed, " + gates + ")";
  }
}
