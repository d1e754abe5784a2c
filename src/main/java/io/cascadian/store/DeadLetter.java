package io.cascadian.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record that could not be used, as it is kept.
 *
 * @param stream what it belonged to, such as {@code fills} or {@code resolution-map}
 * @param reason short stable word for what was last wrong with it
 * @param detail the same for a person; null when nothing more is known
 * @param payload the record as it arrived; null in lists, which leave it out
 * @param origin where it came from: source and cursor, or file name
 * @param seen how often it was delivered and rejected
 * @param attempts how often it was replayed
 * @param replayedAt when its rows were stored after all; null while it is open
 */
public record DeadLetter(
    long id, String stream, String reason, String detail, String payload, String origin, long seen, int attempts, Instant createdAt,
    Instant lastSeenAt, Instant replayedAt) {

  /**
   * A record that is to be kept.
   *
   * @param origin never null
   */
  public record Rejected(String stream, String reason, String detail, String payload, String origin) {}

  public boolean isOpen() {
    return replayedAt == null;
  }

  /** As plain values, with the payload where it was read. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("stream", stream);
    json.put("reason", reason);
    json.put("detail", detail);
    json.put("origin", origin);
    json.put("seen", seen);
    json.put("attempts", attempts);
    json.put("created_at", createdAt.toString());
    json.put("last_seen_at", lastSeenAt.toString());
    json.put("replayed_at", replayedAt == null ? null : replayedAt.toString());
    if (payload != null) {
      json.put("payload", payload);
    }
    return json;
  }
}
