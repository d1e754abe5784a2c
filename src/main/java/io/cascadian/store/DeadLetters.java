package io.cascadian.store;

import java.util.Objects;

/**
 * The promise that a record which could not be used is kept with its payload and the reason, for inspection and replay.
 *
 * <p>A write that fails throws: the caller must then stop rather than lose the record. Recording the same payload of the same origin and
 * reason again counts the repetition instead of adding a row. Thread-safe.
 */
public final class DeadLetters {

  private final Postgres postgres;

  public DeadLetters(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Keeps one record.
   *
   * @param stream what it belonged to, such as {@code fills} or {@code resolution-map}
   * @param reason short stable word for counting, such as {@code amount-out-of-range}
   * @param detail what exactly was wrong, for a person; may be null
   * @param payload the record as it arrived
   * @param origin where it came from: cursor, file name and line; never null
   * @return the dead letter's id
   * @throws StoreException when it could not be stored
   */
  public long record(String stream, String reason, String detail, String payload, String origin) {
    Objects.requireNonNull(origin, "origin");
    return postgres
        .queryOne(
            """
            INSERT INTO dead_letters (stream, reason, detail, payload, origin, payload_hash)
            VALUES (?, ?, ?, ?, ?, sha256(convert_to(?, 'UTF8')))
            ON CONFLICT (stream, reason, origin, payload_hash)
            DO UPDATE SET seen = dead_letters.seen + 1, last_seen_at = now()
            RETURNING id
            """,
            row -> row.getLong(1),
            stream, reason, detail, payload, origin, payload)
        .orElseThrow();
  }
}
