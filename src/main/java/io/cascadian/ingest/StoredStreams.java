package io.cascadian.ingest;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Lists the streams that were ever read, and forgets how far one is: for a stream that is to stay out of the runs, or to be read anew from its beginning.
 *
 * <p>Events that are stored stay; one that is read again counts once. Thread-safe.
 */
public final class StoredStreams {

  private final Postgres postgres;

  public StoredStreams(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Tells how far a stream is.
   *
   * @param events that its cursor covers
   * @param readAt when its cursor moved last
   * @param block that it was read at
   * @param deployment of the source that its cursor belongs to; null when the source did not tell
   */
  public record Stored(String stream, long events, Instant readAt, long block, String deployment) {}

  /** Returns the streams in the order of their names. */
  public List<Stored> list() {
    return postgres.query("SELECT stream, events, updated_at, block, deployment FROM cursors ORDER BY stream",
        row -> new Stored(row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant().truncatedTo(ChronoUnit.SECONDS), row.getLong(4), row.getString(5)));
  }

  /**
   * Forgets how far a stream was read. Where a route of the runs still reads it, the next run reads it from its beginning.
   *
   * @throws UnknownStreamException when there is no such stream
   * @throws io.cascadian.store.LostLockException when somebody else holds the run lock by now
   */
  public StepResult forget(String stream, FenceGuard guard) {
    Stored stored = list().stream().filter(known -> known.stream().equals(stream)).findFirst()
        .orElseThrow(() -> new UnknownStreamException(stream, list().stream().map(Stored::stream).toList()));
    postgres.inTransaction("forget the stream " + stream, connection -> {
      guard.checkIn(connection);
      try (PreparedStatement cursor = connection.prepareStatement("DELETE FROM cursors WHERE stream = ?");
          PreparedStatement history = connection.prepareStatement("DELETE FROM history_work WHERE stream = ? AND ended_at IS NULL")) {
        history.setString(1, stream);
        history.executeUpdate();
        cursor.setString(1, stream);
        return cursor.executeUpdate();
      }
    });
    return new StepResult(0, Map.of("stream", stream, "events_stored", stored.events()));
  }
}
