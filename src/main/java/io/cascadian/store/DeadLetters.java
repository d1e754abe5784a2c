package io.cascadian.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores and reads records and exchanges that could not be used, with payload and reason, for inspection and replay.
 *
 * <p>Letters are stored through a channel, which in the service is the route {@code direct:dead-letters}. A write that fails throws: the caller must
 * then stop rather than lose the record. A record is stored once: delivered and rejected again,
 * it is counted again, takes the new reason, and is open again. Payloads are stored whole up to {@link #MAX_PAYLOAD}; a larger one is refused,
 * since a record that is cut could not be replayed. Thread-safe.
 */
public final class DeadLetters {

  /** Characters of the largest payload that is stored. */
  public static final int MAX_PAYLOAD = 1 << 20;

  /** Characters of payload that go to the server, or are read from it, at once. */
  static final int PORTION = 8 << 20;
  /** Characters of a text that a list shows; details can be as long as what they quote. */
  static final int SHOWN = 500;
  private static final String COLUMNS = "id, stream, reason, detail, origin, seen, attempts, created_at, last_seen_at, replayed_at, route, headers,"
      + " encoding, deliveries";
  private static final String LISTED = COLUMNS.replace(" detail,", shown("detail")).replace(" origin,", shown("origin")).replace(" headers,", " NULL AS headers,");

  private final Postgres postgres;
  private final Consumer<List<DeadLetter.Rejected>> channel;

  /** Creates a store that only reads. */
  public DeadLetters(Postgres postgres) {
    this(postgres, letters -> {
      throw new IllegalStateException("dead letters are only read here");
    });
  }

  /** @param channel stores letters, or throws when one of them could not be stored */
  public DeadLetters(Postgres postgres, Consumer<List<DeadLetter.Rejected>> channel) {
    this.postgres = postgres;
    this.channel = channel;
  }

  /**
   * Stores one record.
   *
   * @param stream what it belonged to, such as {@code fills} or {@code resolution-map}
   * @param reason short stable word for counting, such as {@code amount-out-of-range}
   * @param detail what exactly was wrong, for a person; may be null
   * @param payload the record as it arrived
   * @param origin where it came from: source and cursor, or file name and line; never null
   * @throws StoreException when it could not be stored
   */
  public void record(String stream, String reason, String detail, String payload, String origin) {
    recordAll(List.of(new DeadLetter.Rejected(stream, reason, detail, payload, origin)));
  }

  /**
   * Stores records, many in one statement.
   *
   * @throws StoreException when one of them could not be stored; others may have been
   */
  public void recordAll(List<DeadLetter.Rejected> records) {
    if (!records.isEmpty()) {
      channel.accept(records);
    }
  }

  /** Postgres has no text with the character 0; in JSON it cannot stand as such, so this is how JSON writes it. */
  static String storable(String text) {
    return text == null ? null : text.replace("\u0000", "\\u0000");
  }

  /**
   * Records the result of a replay under the fence, so that a holder that lost the lock records nothing.
   *
   * @param stored letters, as they were read, whose rows are stored or whose exchange was sent; one that was rejected once more since stays open
   * @param again those that were rejected once more, by id
   * @throws LostLockException when another process holds the lock by now
   */
  public void replayed(FenceGuard guard, List<DeadLetter> stored, Map<Long, DeadLetter.Rejected> again) {
    postgres.inTransaction("note what a replay came to", connection -> {
      guard.checkIn(connection);
      update(connection,
          """
          UPDATE dead_letters d SET replayed_at = CASE WHEN d.seen = r.seen THEN now() END, attempts = d.attempts + 1
          FROM unnest(?::bigint[], ?::bigint[]) AS r (id, seen)
          WHERE d.id = r.id
          """,
          stored.stream().map(DeadLetter::id).toArray(Long[]::new), stored.stream().map(DeadLetter::seen).toArray(Long[]::new));
      return update(connection,
          """
          UPDATE dead_letters d SET reason = r.reason, detail = r.detail, attempts = d.attempts + 1
          FROM unnest(?::bigint[], ?::text[], ?::text[]) AS r (id, reason, detail)
          WHERE d.id = r.id
          """,
          again.keySet().toArray(Long[]::new),
          again.values().stream().map(DeadLetter.Rejected::reason).toArray(String[]::new),
          again.values().stream().map(r -> storable(r.detail())).toArray(String[]::new));
    });
  }

  /**
   * Executes work on an open letter under a claim that excludes all other processes.
   *
   * @param work gets the letter as it is now, and nothing when it was replayed meanwhile
   * @return false when another process has the claim; nothing is done then
   */
  public boolean whileClaimed(long id, Consumer<DeadLetter> work) {
    Optional<LetterClaim> claim = LetterClaim.take(postgres, id);
    if (claim.isEmpty()) {
      return false;
    }
    try (LetterClaim taken = claim.get()) {
      find(id).filter(DeadLetter::isOpen).ifPresent(work);
      return true;
    }
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Returns one letter with its payload. */
  public Optional<DeadLetter> find(long id) {
    return postgres.queryOne(
        "SELECT " + COLUMNS + ", payload FROM dead_letters WHERE id = ?", row -> letter(row, row.getString("payload")), id);
  }

  /** Returns letters without payloads and headers and with the beginning of long details and origins, newest first. {@link #find} has all of one. */
  public List<DeadLetter> list(DeadLetterFilter filter, int limit, int offset) {
    return postgres.query(
        "SELECT " + LISTED + " FROM dead_letters WHERE " + filter.conditions() + " ORDER BY id DESC LIMIT ? OFFSET ?",
        row -> letter(row, null), filter.parameters(limit, offset));
  }

  /** Returns how many letters there are by reason, the most frequent first. */
  public Map<String, Long> countByReason(DeadLetterFilter filter) {
    return counts("reason", filter);
  }

  /** Returns how many letters there are by stream, the most frequent first. */
  public Map<String, Long> countByStream(DeadLetterFilter filter) {
    return counts("stream", filter);
  }

  private static String shown(String column) {
    return " CASE WHEN length(" + column + ") > " + SHOWN + " THEN left(" + column + ", " + SHOWN + ") || '… (' || length(" + column + ")"
        + " || ' characters)' ELSE " + column + " END AS " + column + ",";
  }

  private Map<String, Long> counts(String column, DeadLetterFilter filter) {
    Map<String, Long> counts = new LinkedHashMap<>();
    postgres.query(
        "SELECT " + column + ", count(*) FROM dead_letters WHERE " + filter.conditions() + " GROUP BY 1 ORDER BY 2 DESC, 1",
        row -> counts.put(row.getString(1), row.getLong(2)), filter.parameters());
    return counts;
  }

  /**
   * Returns the next letters of a stream with their payloads, oldest first: as many as easily fit into memory, at least one while there
   * are any.
   *
   * @param after id of the last one seen; 0 before the first
   */
  public List<DeadLetter> next(DeadLetterFilter filter, long after) {
    return postgres.query(
        "SELECT * FROM (SELECT l.*, sum(length(payload)) OVER (ORDER BY id) - length(payload) AS before FROM ("
            + "SELECT " + COLUMNS + ", payload FROM dead_letters WHERE " + filter.conditions() + " AND id > ? ORDER BY id LIMIT 1000) l) p"
            + " WHERE before < " + PORTION + " ORDER BY id",
        row -> letter(row, row.getString("payload")), filter.parameters(after));
  }

  private static DeadLetter letter(ResultSet row, String payload) throws SQLException {
    Timestamp replayed = row.getTimestamp("replayed_at");
    return new DeadLetter(
        row.getLong("id"), row.getString("stream"), row.getString("reason"), row.getString("detail"), payload, row.getString("origin"),
        row.getLong("seen"), row.getInt("attempts"), row.getTimestamp("created_at").toInstant(), row.getTimestamp("last_seen_at").toInstant(),
        replayed == null ? null : replayed.toInstant(), exchange(row));
  }

  private static DeadLetter.FailedExchange exchange(ResultSet row) throws SQLException {
    String route = row.getString("route");
    return route == null
        ? null
        : new DeadLetter.FailedExchange(route, row.getString("headers"), row.getString("encoding"), row.getInt("deliveries"));
  }
}
