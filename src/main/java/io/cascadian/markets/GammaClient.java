package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.exchange.OutboundRoute;
import io.cascadian.exchange.RouteClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests data of the market catalogue, and returns complete responses or throws a {@link CatalogueException}.
 *
 * <p>Requests go through the route {@code direct:gamma-get}, which limits their rate and retries what may pass. Thread-safe.
 */
public final class GammaClient {

  private static final int PAGE = 100;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  /** Fields of a page by which services that answer with 200 report that something failed. */
  private static final List<String> FAILURES = List.of("error", "errors");

  private final OutboundRoute route;
  private final String baseUrl;
  /** Set once seen: the other way is not retried. */
  private volatile boolean listsAreGone;

  /** @param baseUrl without a slash at its end */
  public GammaClient(RouteClient routes, String baseUrl) {
    this.route = new OutboundRoute(routes, "direct:gamma-get");
    this.baseUrl = baseUrl.replaceAll("/+$", "");
  }

  /**
   * Returns the markets that answer an address below the catalogue's own. Whether they are those that were asked for is the caller's to find out. A catalogue that has
   * lists with cursors only is asked for a page of these, which holds as many as anybody asks for here.
   *
   * @param path such as {@code /markets?closed=false&condition_ids=0x…}
   */
  JsonNode markets(String path) {
    if (listsAreGone) {
      return marketsOfPage(path);
    }
    try {
      return list(path, "markets");
    } catch (CatalogueException e) {
      if (!e.isRefusal() || e.status() == OK) {
        throw e;
      }
      return marketsInstead(path, e);
    }
  }

  private JsonNode marketsInstead(String path, CatalogueException refused) {
    try {
      JsonNode markets = marketsOfPage(path);
      listsAreGone = true;
      return markets;
    } catch (CatalogueException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private JsonNode marketsOfPage(String path) {
    String keyset = path.replaceFirst("^/markets", "/markets/keyset");
    JsonNode page = get(keyset);
    if (!page.path("markets").isArray()) {
      throw new CatalogueException(baseUrl + keyset, OK, "an answer is not a page of markets: " + excerpt(page), null);
    }
    return page.path("markets");
  }

  /** Returns one event as it arrived, or empty when the catalogue has none of this id. */
  Optional<JsonNode> event(String id) {
    String path = "/events/" + encoded(id);
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
      throw new CatalogueException(baseUrl + path, OK, "was asked for event " + id + " and answered: " + excerpt(event), null);
    }
    return Optional.of(event);
  }

  /**
   * Returns one page of the open or the closed events by cursor. Both are asked for by name, because what an unasked catalogue leaves out has changed over time.
   *
   * @param cursor of the page before; null for the first page
   * @param ascending whether in the order of ids or against it
   * @throws CatalogueException also when the answer is not a page with a list of events and a cursor or none, or reports a failure
   */
  EventPage eventsAfter(boolean closed, String cursor, boolean ascending) {
    String path = "/events/keyset?" + ofList(closed, ascending) + (cursor == null ? "" : "&after_cursor=" + encoded(cursor));
    JsonNode page = get(path);
    if (!page.path("events").isArray()) {
      throw new CatalogueException(baseUrl + path, OK, "an answer is not a page of events: " + excerpt(page), null);
    }
    for (String field : FAILURES) {
      JsonNode failure = page.path(field);
      if (!failure.isMissingNode() && !failure.isNull() && !(failure.isContainerNode() && failure.isEmpty())) {
        throw new CatalogueException(baseUrl + path, OK, "a page of events comes with a failure, so that events may be missing: " + excerpt(failure), null);
      }
    }
    return new EventPage(page.path("events"), next(page.path("next_cursor"), path));
  }

  /** Returns the cursor of the next page; rejects a value that is no cursor, because it is no end of the list. */
  private String next(JsonNode cursor, String path) {
    if (cursor.isContainerNode() || cursor.isBoolean() && cursor.asBoolean()) {
      throw new CatalogueException(baseUrl + path, OK, "next_cursor is neither a text nor a number: " + excerpt(cursor), null);
    }
    return cursor.isMissingNode() || cursor.isNull() || cursor.isBoolean() || cursor.asText().isEmpty() ? null : cursor.asText();
  }

  /** Returns one page of the open or the closed events by offset, in the order of ids or against it. */
  JsonNode eventsFrom(boolean closed, int offset, boolean ascending) {
    return list("/events?" + ofList(closed, ascending) + "&offset=" + offset, "events");
  }

  private static String ofList(boolean closed, boolean ascending) {
    return "limit=" + PAGE + "&order=id&ascending=" + ascending + "&closed=" + closed;
  }

  /** Address of the catalogue. */
  String address() {
    return baseUrl;
  }

  private JsonNode list(String path, String what) {
    JsonNode page = get(path);
    if (!page.isArray()) {
      throw new CatalogueException(baseUrl + path, OK, "an answer is not a list of " + what + ": " + excerpt(page), null);
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

  /** Encodes a text for a path or a query, where a blank is no plus. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
