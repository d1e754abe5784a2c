package io.cascadian.ledger;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.sql.PreparedStatement;
import java.util.Optional;

/** How far is the present build of the wallet tables, and up to which run are the published ones worked out? Kept in Postgres. */
final class BuildState {

  private final Postgres postgres;

  BuildState(Postgres postgres) {
    this.postgres = postgres;
  }

  /** @param definitions fingerprint of the statements by which the tables were worked out */
  record Published(long watermark, String definitions) {}

  /** A build that was not finished. */
  record Unfinished(long id, long fence, String definitions, boolean exchanging) {}

  Published published() {
    return postgres.queryOne("SELECT watermark, definitions FROM ledger_state",
        row -> new Published(row.getLong(1), row.getString(2))).orElseThrow();
  }

  Optional<Unfinished> unfinished() {
    return postgres.queryOne(
        "SELECT id, fence, definitions, state = 'exchanging' FROM ledger_builds WHERE state IN ('building', 'exchanging') ORDER BY id DESC LIMIT 1",
        row -> new Unfinished(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4)));
  }

  long begin(long fence, String definitions, boolean everything, long wallets) {
    return postgres.queryOne(
        "INSERT INTO ledger_builds (fence, definitions, state, everything, wallets) VALUES (?, ?, 'building', ?, ?) RETURNING id",
        row -> row.getLong(1), fence, definitions, everything, wallets).orElseThrow();
  }

  /** From here on the build is finished, whatever happens. */
  void exchanging(long build, FenceGuard guard) {
    postgres.inTransaction("begin the exchange", connection -> {
      guard.checkIn(connection);
      try (PreparedStatement update = connection.prepareStatement("UPDATE ledger_builds SET state = 'exchanging' WHERE id = ?")) {
        update.setLong(1, build);
        return update.executeUpdate();
      }
    });
  }

  void published(long build, Published state, FenceGuard guard) {
    postgres.inTransaction("end the exchange", connection -> {
      guard.checkIn(connection);
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE ledger_builds SET state = 'published', ended_at = now() WHERE id = ?")) {
        update.setLong(1, build);
        update.executeUpdate();
      }
      return move(state, connection);
    });
  }

  /** Moves the watermark where there was nothing to build. */
  void upToDate(Published state, FenceGuard guard) {
    postgres.inTransaction("move the watermark", connection -> {
      guard.checkIn(connection);
      return move(state, connection);
    });
  }

  void ended(long build, String state, String reason) {
    postgres.update("UPDATE ledger_builds SET state = ?, reason = ?, ended_at = now() WHERE id = ?", state, reason, build);
  }

  private static int move(Published state, java.sql.Connection connection) throws java.sql.SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE ledger_state SET watermark = ?, definitions = ?, updated_at = now()")) {
      update.setLong(1, state.watermark);
      update.setString(2, state.definitions);
      return update.executeUpdate();
    }
  }
}
