package io.cascadian.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes a stored record or exchange that could not be processed.
 *
 * @param stream what it belonged to, such as {@code fills} or {@code resolution-map}
 * @param reason short stable word for what was last wrong with it
 * @param detail the same for a person; null when nothing more is known
 * @param payload the record as it arrived; null in lists, which leave it out
 * @param origin where it came from: source and cursor, or file name
 * @param seen how often it was delivered and rejected
 * @param attempts how often it was replayed
 * @param replayedAt when its rows were stored after all; null while it is open
 * @param exchange null for a record of a stream, which is mapped again by a replay
 */
public record DeadLetter(
    long id, String stream, String reason, String detail, String payload, String origin, long seen, int attempts, Instant createdAt,
    Instant lastSeenAt, Instant replayedAt, FailedExchange exchange) {

  /** Header with the path of the file that is the body, where the encoding is file; the payload is then its beginning. */
  public static final String FILE = "deadLetterFile";

  /**
   * Describes a record or exchange that is to be stored.
   *
   * @param origin never null
   * @param exchange null for a record
   */
  public record Rejected(String stream, String reason, String detail, String payload, String origin, FailedExchange exchange) {
    public Rejected(String stream, String reason, String detail, String payload, String origin) {
      this(stream, reason, detail, payload, origin, null);
    }
  }

  /**
   * Describes an exchange that a route could not end, beside its body, which is the payload.
   *
   * @param route id of the route that a replay sends it to
   * @param headers a JSON object
   * @param encoding how the payload stands for the body: text, base64, json, none, or file
   * @param deliveries how often it was delivered in vain, redeliveries included
   */
  public record FailedExchange(String route, String headers, String encoding, int deliveries) {}

  public boolean isOpen() {
    return replayedAt == null;
  }

  /** Returns the letter as plain values, with the payload where it was read. */
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
    if (exchange != null) {
      json.put("route", exchange.route());
      json.put("encoding", exchange.encoding());
      json.put("deliveries", exchange.deliveries());
    }
    if (payload != null) {
      json.put("payload", payload);
    }
    return json;
  }
}
