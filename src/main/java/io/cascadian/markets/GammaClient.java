package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.exchange.OutboundRoute;
import io.cascadian.exchange.RouteClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the market catalogue, and returns its whole answer or throws a {@link CatalogueException}.
 *
 * <p>Pages of events are asked for until one is empty, at no fixed end. Requests go through the route {@code direct:gamma-get}, which limits their rate and
 * retries what may pass. Thread-safe.
 */
public final class GammaClient {

  private static final int PAGE = 100;
  private static final int NOT_FOUND = 404;

  private final OutboundRoute route;
  private final String baseUrl;

  /** @param baseUrl without a slash at its end */
  public GammaClient(RouteClient routes, String baseUrl) {
    this.route = new OutboundRoute(routes, "direct:gamma-get");
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
    int query = path.indexOf('?');
    Map<String, Object> headers = query < 0
        ? Map.of("Accept", "application/json", "CamelHttpPath", path)
        : Map.of("Accept", "application/json", "CamelHttpPath", path.substring(0, query), "CamelHttpQuery", path.substring(query + 1));
    return route.ask(new GammaQuestion(baseUrl, path), null, headers);
  }

  private static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
