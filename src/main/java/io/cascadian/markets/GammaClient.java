package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.HttpReply;
import io.cascadian.http.RetryPolicy;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the catalogue answers, or a {@link CatalogueException}; never a part of it that looks like the whole.
 *
 * <p>Pages of events are asked for until one is empty, at no fixed end. Too many requests, server errors and broken connections are repeated
 * with growing pauses. Thread-safe.
 */
public final class GammaClient {

  private static final Logger LOG = LoggerFactory.getLogger(GammaClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 100;
  private static final int NOT_FOUND = 404;

  private final HttpCaller http;
  private final RetryPolicy retries;
  private final String baseUrl;

  /** @param baseUrl without a slash at its end */
  public GammaClient(HttpCaller http, RetryPolicy retries, String baseUrl) {
    this.http = http;
    this.retries = retries;
    this.baseUrl = baseUrl.replaceAll("/+$", "");
  }

  /**
   * The markets that answer an address below the catalogue's own. Whether they are those that were asked for is the caller's to find out.
   *
   * @param path such as {@code /markets?closed=false&condition_ids=0x…}
   */
  JsonNode markets(String path) {
    return list(path, "markets");
  }

  /** One event as it arrived, or empty when the catalogue has none of this id. */
  Optional<JsonNode> event(String id) {
    String path = "/events/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    JsonNode event;
    try {
      event = get(path);
    } catch (CatalogueException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    if (!event.path("id").asText("").equals(id)) {
      throw new CatalogueException(baseUrl + path, 200, "was asked for event " + id + " and answered: " + excerpt(event), null);
    }
    return Optional.of(event);
  }

  /**
   * Hands over each event of the catalogue as it arrived: the open ones in the order of ids, then the closed ones. Both are asked for by
   * name, because what an unasked catalogue leaves out has changed over time. An event that closes meanwhile is handed over twice.
   */
  void forEachEvent(Consumer<JsonNode> consumer) {
    forEachEvent(false, consumer);
    forEachEvent(true, consumer);
  }

  private void forEachEvent(boolean closed, Consumer<JsonNode> consumer) {
    for (int offset = 0; ; ) {
      JsonNode page = list("/events?limit=" + PAGE + "&offset=" + offset + "&order=id&ascending=true&closed=" + closed, "events");
      if (page.isEmpty()) {
        return;
      }
      page.forEach(consumer);
      offset += page.size();
    }
  }

  private JsonNode list(String path, String what) {
    JsonNode page = get(path);
    if (!page.isArray()) {
      throw new CatalogueException(baseUrl + path, 200, "an answer is not a list of " + what + ": " + excerpt(page), null);
    }
    return page;
  }

  private JsonNode get(String path) {
    for (int attempt = 1; ; attempt++) {
      HttpReply reply = null;
      String failure;
      IOException cause = null;
      try {
        reply = http.get(baseUrl + path, Map.of("Accept", "application/json"));
        if (reply.status() == 200) {
          return JSON.readTree(reply.body());
        }
        failure = "HTTP " + reply.status() + ": " + reply.excerpt();
      } catch (IOException e) {
        failure = "no usable answer: " + e.getMessage();
        cause = e;
      }
      int status = reply == null ? 0 : reply.status();
      boolean passing = status == 0 || status == 200 || status == 408 || status == 429 || status >= 500;
      if (!passing || attempt >= retries.attempts()) {
        throw new CatalogueException(baseUrl + path, status, failure + " [" + path + "]", cause);
      }
      pause(retries.pause(attempt, reply == null ? null : reply.retryAfter()), attempt, failure, path);
    }
  }

  private void pause(Duration pause, int attempt, String failure, String path) {
    LOG.warn("Attempt {} of {} failed, next in {} ms: {} [{}]", attempt, retries.attempts(), pause.toMillis(), failure, path);
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogueException(baseUrl + path, 0, "interrupted before the next attempt after " + failure, e);
    }
  }

  private static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
