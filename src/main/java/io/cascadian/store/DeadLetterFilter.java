package io.cascadian.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Selects dead letters; null in a place means any.
 *
 * @param since rejected then or later, for the last time
 * @param replayed whether their rows have been stored after all
 * @param exchanges true for exchanges that routes could not end, false for records
 */
public record DeadLetterFilter(Long id, String stream, String reason, Instant since, Boolean replayed, Boolean exchanges) {

  /** Returns all that have not been replayed with success. */
  public static DeadLetterFilter open() {
    return new DeadLetterFilter(null, null, null, null, false, null);
  }

  public DeadLetterFilter ofId(Long newId) {
    return new DeadLetterFilter(newId, stream, reason, since, replayed, exchanges);
  }

  public DeadLetterFilter ofStream(String newStream) {
    return new DeadLetterFilter(id, newStream, reason, since, replayed, exchanges);
  }

  public DeadLetterFilter ofReason(String newReason) {
    return new DeadLetterFilter(id, stream, newReason, since, replayed, exchanges);
  }

  public DeadLetterFilter rejectedSince(Instant newSince) {
    return new DeadLetterFilter(id, stream, reason, newSince, replayed, exchanges);
  }

  /** Returns whether they have been replayed with success; null for all. */
  public DeadLetterFilter replayed(Boolean newReplayed) {
    return new DeadLetterFilter(id, stream, reason, since, newReplayed, exchanges);
  }

  /** Returns whether they are exchanges rather than records; null for both. */
  public DeadLetterFilter ofExchanges(Boolean newExchanges) {
    return new DeadLetterFilter(id, stream, reason, since, replayed, newExchanges);
  }

  /** Conditions that always hold something, for {@code WHERE}. */
  String conditions() {
    StringBuilder conditions = new StringBuilder(replayed == null ? "true" : replayed ? "replayed_at IS NOT NULL" : "replayed_at IS NULL");
    conditions.append(id == null ? "" : " AND id = ?").append(stream == null ? "" : " AND stream = ?")
        .append(reason == null ? "" : " AND reason = ?").append(since == null ? "" : " AND last_seen_at >= ?")
        .append(exchanges == null ? "" : exchanges ? " AND route IS NOT NULL" : " AND route IS NULL");
    return conditions.toString();
  }

  /** Returns the parameters of the conditions in their order, then the given ones. */
  Object[] parameters(Object... more) {
    List<Object> parameters = new ArrayList<>();
    for (Object value : new Object[] {id, stream, reason, since == null ? null : Timestamp.from(since)}) {
      if (value != null) {
        parameters.add(value);
      }
    }
    parameters.addAll(List.of(more));
    return parameters.toArray();
  }
}
