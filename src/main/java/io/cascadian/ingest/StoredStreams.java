package io.cascadian.ingest;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the streams that were ever read, and deletes cursors: for a stream that is to stay out of the runs, or to be read again from its beginning.
 *
 * <p>Events that are stored stay; one that is read again counts once. Thread-safe.
 */
public final class StoredStreams {

  private final Postgres postgres;

  public StoredStreams(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Describes how far a stream is read.
   *
   * @param events that its cursor covers
   * @param readAt when its cursor moved last
   * @param block that it was read at
   * @param deployment of the source that its cursor belongs to; null when the source did not report one
   */
  public record Stored(String stream, long events, Instant readAt, long block, String deployment) {}

  /** Returns the streams in the order of their names. */
  public List<Stored> list() {
    return postgres.query("SELECT stream, events, updated_at, block, deployment FROM cursors ORDER BY stream",
        row -> new Stored(row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant().truncatedTo(ChronoUnit.SECONDS), row.getLong(4), row.getString(5)));
  }

  /**
   * Deletes the cursors of streams, all of them or none. Where a route of the runs still reads one, the next run reads it from its beginning.
   *
   * @return with the stored events of each
   * @throws UnknownStreamException when one was never read
   * @throws io.cascadian.store.LostLockException when another process holds the run lock by now
   */
  public StepResult forget(Collection<String> streams, FenceGuard guard) {
    Map<String, Long> known = new LinkedHashMap<>();
    list().forEach(stored -> known.put(stored.stream(), stored.events()));
    streams.stream().filter(stream -> !known.containsKey(stream)).findFirst().ifPresent(stream -> {
      throw new UnknownStreamException(stream, List.copyOf(known.keySet()));
    });
    postgres.inTransaction("forget the streams " + streams, connection -> {
      guard.checkIn(connection);
      try (PreparedStatement history = connection.prepareStatement("DELETE FROM history_work WHERE stream = ANY (?) AND ended_at IS NULL");
          PreparedStatement cursors = connection.prepareStatement("DELETE FROM cursors WHERE stream = ANY (?)")) {
        history.setArray(1, connection.createArrayOf("text", streams.toArray()));
        history.executeUpdate();
        cursors.setArray(1, connection.createArrayOf("text", streams.toArray()));
        return cursors.executeUpdate();
      }
    });
    known.keySet().retainAll(streams);
    return new StepResult(0, Map.of("events_stored", known));
  }
}
