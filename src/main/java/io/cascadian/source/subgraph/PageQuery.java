package io.cascadian.source.subgraph;

import io.cascadian.source.Cursor;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.PageRequest;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds the GraphQL document that asks for pages of one stream, each by one or two collections, and assigns collections to pages.
 *
 * <p>Values stand in the text rather than in variables, because the type of an id filter ({@code ID} or {@code Bytes}) differs between
 * subgraphs while a literal fits both.
 */
final class PageQuery {

  static final String META = "_meta { block { number hash timestamp } deployment hasIndexingErrors }";
  static final String HEAD = "{ " + META + " }";

  private final List<String> keys = new ArrayList<>();
  private final StringBuilder text = new StringBuilder("{ ").append(META);
  private final boolean aliased;
  private final int first;

  /**
   * @param first rows of a page
   * @param keyset how what follows a record is asked for
   */
  PageQuery(List<PageRequest> requests, int first, Keyset keyset) {
    this.first = first;
    List<List<String>> filters = requests.stream().map(r -> filters(r, keyset)).toList();
    this.aliased = filters.stream().mapToInt(List::size).sum() > 1;
    for (int i = 0; i < requests.size(); i++) {
      for (int part = 0; part < filters.get(i).size(); part++) {
        collection(requests.get(i), "page" + i + (part == 0 ? "" : "then"), filters.get(i).get(part));
      }
    }
    text.append(" }");
  }

  /** Names under which the collections are answered: one a page, or two where what follows a record was asked for in two phases. */
  List<String> keys() {
    return keys;
  }

  /** Returns whether the collection after this one belongs to the same page. */
  boolean isContinued(int key) {
    return key + 1 < keys.size() && keys.get(key + 1).endsWith("then");
  }

  String text() {
    return text.toString();
  }

  private void collection(PageRequest request, String alias, String where) {
    StreamDefinition stream = request.stream();
    keys.add(aliased ? alias : stream.collection());
    text.append(' ');
    if (aliased) {
      text.append(alias).append(": ");
    }
    text.append(stream.collection()).append("(first: ").append(first).append(", orderBy: ").append(stream.orderBy())
        .append(", orderDirection: asc, block: {number: ").append(request.block()).append("}, where: {").append(where).append("}) { ")
        .append(FieldSelection.of(stream).graphql()).append(" }");
  }

  private static List<String> filters(PageRequest request, Keyset keyset) {
    Cursor after = request.after();
    if (request.stream().byId()) {
      List<String> filters = new ArrayList<>();
      if (!after.id().isEmpty()) {
        filters.add("id_gt: " + literal(after.id()));
      }
      if (request.changedSince() != null) {
        filters.add("_change_block: {number_gte: " + request.changedSince() + "}");
      }
      return List.of(String.join(", ", filters));
    }
    String order = request.stream().orderBy();
    String until = request.until() == null ? "" : ", " + order + "_lte: \"" + request.until() + "\"";
    if (after.id().isEmpty()) {
      return List.of(order + "_gte: \"" + after.order() + "\"" + until);
    }
    // equal times are distinguished by id; a filter on the time alone would lose what follows in the same second
    String sameTime = order + ": \"" + after.order() + "\", id_gt: " + literal(after.id());
    String later = order + "_gt: \"" + after.order() + "\"" + until;
    return keyset == Keyset.OR ? List.of("or: [{" + later + "}, {" + sameTime + "}]") : List.of(sameTime, later);
  }

  static String literal(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < 0x20) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            quoted.append((char) c);
          }
        }
      }
    });
    return quoted.append('"').toString();
  }
}
