package io.cascadian.source;

import java.util.List;

/**
 * Defines a stream: which entity of which endpoint is read, how, and what its records become.
 *
 * @param name of the stream, such as {@code fills}; also the cursor's key
 * @param source which adapter reads it and what its rows name as their source: {@code subgraph} or {@code chain}
 * @param endpoint full URL of the subgraph; for a chain, the address of the JSON-RPC node without the path, where its key stands
 * @param collection plural query field, such as {@code orderFilledEvents}; name of the log on a chain
 * @param fields what is asked for and how we call it, such as {@code id}, {@code maker=buyer}, {@code pool=market.id}; see
 *     {@link FieldSelection}
 * @param orderBy the source's name of the field of the total order: {@code timestamp} for events, {@code id} for entities without time
 * @param target what a record becomes, such as {@code fill}, {@code split}, {@code token}, {@code condition}
 * @param era which exchange contracts the records are of, such as {@code V1}
 */
public record StreamDefinition(
    String name, String source, String endpoint, String collection, List<String> fields, String orderBy, String target, String era) {

  public static final String SUBGRAPH = "subgraph";
  public static final String CHAIN = "chain";

  public StreamDefinition {
    fields = List.copyOf(fields);
  }

  /** Returns whether the records are entities without time, which are read by id and again when they have changed. */
  public boolean byId() {
    return orderBy.equals("id");
  }

  /** Returns where the records are from, without the host that serves them: name and version of the subgraph, or {@code chain}. */
  public String origin() {
    return source.equals(CHAIN) ? CHAIN : subgraph();
  }

  /**
   * Returns whether the id in a position is the record's own, so that what is stored has the same place; on a chain it is block and log index, and
   * what is stored has its second only.
   */
  public boolean positionsAreIds() {
    return !source.equals(CHAIN);
  }

  /** Returns the name and version of the subgraph, without the host. */
  public String subgraph() {
    return endpoint.replaceFirst("^.*/subgraphs/", "").replaceFirst("/gn$", "");
  }
}
