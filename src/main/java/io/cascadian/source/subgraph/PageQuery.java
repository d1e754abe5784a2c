package io.cascadian.source.subgraph;

import io.cascadian.source.Cursor;
import io.cascadian.source.PageRequest;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * The GraphQL text that asks for pages.
 *
 * <p>Values stand in the text rather than in variables, because the type of an id filter ({@code ID} or {@code Bytes}) differs between
 * subgraphs while a literal fits both.
 */
final class PageQuery {

  static final String META = "_meta { block { number hash timestamp } deployment hasIndexingErrors }";

  private PageQuery() {}

  static String head() {
    return "{ " + META + " }";
  }

  /** Asks for pages of one stream in one document, each answered under its {@link #key}. */
  static String pages(List<PageRequest> requests, int first) {
    StringBuilder query = new StringBuilder("{ ").append(META);
    for (int i = 0; i < requests.size(); i++) {
      PageRequest request = requests.get(i);
      StreamDefinition stream = request.stream();
      String key = key(requests, i);
      query.append(' ').append(key);
      if (!key.equals(stream.collection())) {
        query.append(": ").append(stream.collection());
      }
      query.append("(first: ").append(first).append(", orderBy: ").append(stream.orderBy()).append(", orderDirection: asc, block: {number: ")
          .append(request.block()).append("}, where: ").append(where(request)).append(") { ").append(String.join(" ", stream.fields())).append(" }");
    }
    return query.append(" }").toString();
  }

  /** The collection's own name where it is asked for once, else an alias for each. */
  static String key(List<PageRequest> requests, int index) {
    return requests.size() == 1 ? requests.get(0).stream().collection() : "page" + index;
  }

  private static String where(PageRequest request) {
    Cursor after = request.after();
    if (request.stream().byId()) {
      List<String> filters = new ArrayList<>();
      if (!after.id().isEmpty()) {
        filters.add("id_gt: " + literal(after.id()));
      }
      if (request.changedSince() != null) {
        filters.add("_change_block: {number_gte: " + request.changedSince() + "}");
      }
      return "{" + String.join(", ", filters) + "}";
    }
    String order = request.stream().orderBy();
    // equal times are told apart by id; a filter on the time alone would lose what follows in the same second
    String keyset = "{or: [{" + order + "_gt: \"" + after.order() + "\"}, {" + order + ": \"" + after.order() + "\", id_gt: "
        + literal(after.id()) + "}]}";
    return request.until() == null ? keyset : "{and: [" + keyset + ", {" + order + "_lte: \"" + request.until() + "\"}]}";
  }

  static String literal(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < 0x20) {
            quoted.append(String.format("\\u%04x", c));
          } else {
            quoted.append((char) c);
          }
        }
      }
    });
    return quoted.append('"').toString();
  }
}
