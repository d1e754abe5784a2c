package io.cascadian.ledger;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which builds of the wallet tables are there, how far is the present one, and up to which run are the published ones worked out? Kept in
 * Postgres.
 *
 * <p>A build is {@code building}, then {@code exchanging}, then {@code published}, then {@code kept}, then {@code dropped}; or it ends as
 * {@code rejected} or {@code abandoned}. One that is brought back goes from {@code kept} to {@code exchanging} again.
 */
final class BuildState {

  private final Postgres postgres;

  BuildState(Postgres postgres) {
    this.postgres = postgres;
  }

  /** @param definitions fingerprint of the statements by which the tables were worked out */
  record Published(long watermark, String definitions) {}

  /** A build that was not finished. */
  record Unfinished(long id, boolean exchanging) {}

  Published published() {
    return postgres.queryOne("SELECT watermark, definitions FROM ledger_state",
        row -> new Published(row.getLong(1), row.getString(2))).orElseThrow();
  }

  Optional<Unfinished> unfinished() {
    return postgres.queryOne(
        "SELECT id, state = 'exchanging' FROM ledger_builds WHERE state IN ('building', 'exchanging') ORDER BY id DESC LIMIT 1",
        row -> new Unfinished(row.getLong(1), row.getBoolean(2)));
  }

  /** The published build and the kept ones, in the order in which they were the published one, the last first. */
  List<KeptBuild> kept() {
    return postgres.query(
        "SELECT id, fence, ended_at, wallets, state = 'published', gates_passed FROM ledger_builds WHERE state IN ('published', 'kept')"
            + " ORDER BY state = 'published' DESC, retired_at DESC, id DESC",
        row -> new KeptBuild(row.getLong(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getLong(4), row.getBoolean(5),
            (Boolean) row.getObject(6)));
  }

  /** Whether there are builds of higher numbers than known here, because Postgres was restored from a backup. */
  boolean isBehind(long newest) {
    return postgres.queryOne("SELECT coalesce(max(id), 0) < ? FROM ledger_builds", row -> row.getBoolean(1), newest).orElseThrow();
  }

  /** The next build has a higher number than {@code newest}. */
  void continueAfter(long newest) {
    postgres.queryOne("SELECT setval(pg_get_serial_sequence('ledger_builds', 'id'), ?)", row -> row.getLong(1), newest);
  }

  long begin(long fence, String definitions, boolean everything, long wallets) {
    return postgres.queryOne(
        "INSERT INTO ledger_builds (fence, definitions, state, everything, wallets) VALUES (?, ?, 'building', ?, ?) RETURNING id",
        row -> row.getLong(1), fence, definitions, everything, wallets).orElseThrow();
  }

  /** From here on the build is the published one, whatever happens: an exchange that is cut off is carried on. */
  void exchanging(long build, FenceGuard guard) {
    postgres.inTransaction("begin the exchange", connection -> {
      guard.checkIn(connection);
      return update(connection, "UPDATE ledger_builds SET state = 'exchanging' WHERE id = ?", build);
    });
  }

  /** Ends the exchange: the build before is kept, and the tables are up to date as far as the build was when it was made. */
  void published(long build, FenceGuard guard) {
    postgres.inTransaction("end the exchange", connection -> {
      guard.checkIn(connection);
      update(connection, "UPDATE ledger_builds SET state = 'kept', retired_at = now() WHERE state = 'published'");
      update(connection, "UPDATE ledger_builds SET state = 'published', retired_at = NULL, ended_at = coalesce(ended_at, now())"
          + " WHERE id = ?", build);
      // what was worked out from all of history, or brought back, has not been looked at in full
      return update(connection, "UPDATE ledger_state SET (watermark, definitions, updated_at, checked_watermark) ="
          + " (SELECT fence, definitions, now(), CASE WHEN everything OR fence < checked_watermark THEN 0 ELSE checked_watermark END"
          + " FROM ledger_builds WHERE id = ?)", build);
    });
  }

  /** Moves the watermark where there was nothing to build. */
  void upToDate(Published state, FenceGuard guard) {
    postgres.inTransaction("move the watermark", connection -> {
      guard.checkIn(connection);
      return update(connection, "UPDATE ledger_state SET watermark = ?, definitions = ?, updated_at = now()",
          state.watermark, state.definitions);
    });
  }

  void ended(long build, String state, String reason) {
    postgres.update("UPDATE ledger_builds SET state = ?, reason = ?, ended_at = now() WHERE id = ?", state, reason, build);
  }

  /**
   * Returns the fence up to which the gates found nothing wrong; 0 when they did not look at everything for longer than {@code fullEvery}, or a clock that was
   * ahead says when they did.
   */
  long checkedUpTo(Duration fullEvery) {
    return postgres.queryOne("SELECT CASE WHEN checked_watermark <= watermark AND checked_in_full_at > now() - make_interval(secs => ?)"
        + " AND checked_in_full_at <= now() THEN checked_watermark ELSE 0 END FROM ledger_state", row -> row.getLong(1), (double) fullEvery.toSeconds()).orElseThrow();
  }

  /** Notes of the published build what the gates said. */
  void judged(boolean passed, boolean inFull, FenceGuard guard) {
    postgres.inTransaction("note what the gates said", connection -> {
      guard.checkIn(connection);
      if (passed) {
        update(connection, "UPDATE ledger_state SET checked_watermark = watermark,"
            + " checked_in_full_at = CASE WHEN ? THEN now() ELSE checked_in_full_at END", inFull);
      }
      return update(connection, "UPDATE ledger_builds SET gates_passed = ? WHERE state = 'published'", passed);
    });
  }

  /**
   * Gives up the builds beyond the {@code count} that were published last; but never the last one whose gates passed, so that gates that
   * fail for many nights cost neither the last good numbers nor the disk.
   */
  void keepOnly(int count, FenceGuard guard) {
    postgres.inTransaction("give up old builds", connection -> {
      guard.checkIn(connection);
      return update(connection,
          """
          UPDATE ledger_builds SET state = 'dropped'
          WHERE state = 'kept'
            AND id NOT IN (SELECT id FROM ledger_builds WHERE state = 'kept' ORDER BY retired_at DESC, id DESC LIMIT ?)
            AND id IS DISTINCT FROM (
              SELECT id FROM ledger_builds WHERE state IN ('published', 'kept') AND gates_passed
              ORDER BY state = 'published' DESC, retired_at DESC, id DESC LIMIT 1)
          """,
          count);
    });
  }

  /** Whether tables of a build may be brought back; not those of one that is not known here, because Postgres was restored from a backup. */
  boolean isKept(long build) {
    return postgres.queryOne("SELECT state IN ('published', 'kept', 'exchanging') FROM ledger_builds WHERE id = ?",
        row -> row.getBoolean(1), build).orElse(false);
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      return update.executeUpdate();
    }
  }
}
