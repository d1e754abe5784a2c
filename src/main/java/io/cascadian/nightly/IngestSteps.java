package io.cascadian.nightly;

import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Starts and finishes the ingestion of a run, and creates a stream's definition from the parameters of its route.
 *
 * <p>Which streams there are and what they ask for is the routes' business. Thread-safe as far as one exchange is used by one thread.
 */
public final class IngestSteps {

  private final Ingest ingest;
  private final String baseUrl;
  private final Optional<String> chainEndpoint;

  /**
   * @param baseUrl of the subgraph endpoints, up to and without {@code /subgraphs}
   * @param chainEndpoint address of the chain's node; empty where none is configured, and then its streams are off
   */
  public IngestSteps(Ingest ingest, String baseUrl, Optional<String> chainEndpoint) {
    this.ingest = ingest;
    this.baseUrl = baseUrl;
    this.chainEndpoint = chainEndpoint;
  }

  /** Starts the ingestion of a run. */
  public void begin(Exchange exchange) {
    FenceGuard guard = RunContext.guard(exchange);
    guard.checkStores();
    exchange.setProperty(IngestRoutes.SESSION, ingest.begin(guard));
  }

  /**
   * Sets the body to the definition of a stream that is to be read, or to null when its source is not set up.
   *
   * @param source {@code subgraph} or {@code chain}
   * @param subgraph name and version, such as {@code orderbook-subgraph/0.0.1}, or the whole URL of a deployment elsewhere; of no meaning for a chain
   * @param fields separated by blanks; {@code name}, {@code ours=theirs} or {@code ours=their.path}
   * @param orderBy their name of the field that gives the records their order
   * @param optional {@code true} for a stream that not every source has: it is off while its subgraph is empty, and runs do not report that
   * @throws IllegalArgumentException when there is no such source, or naming the field that cannot be asked for
   */
  public void define(
      Exchange exchange, String stream, String source, String subgraph, String collection, String fields, String orderBy, String target,
      String era, String optional) {
    Ingest.Session session = exchange.getProperty(IngestRoutes.SESSION, Ingest.Session.class);
    if (session == null) {
      throw new IllegalStateException("stream " + stream + " is read without 'begin' before it; see the route step-ingest");
    }
    Optional<StreamDefinition> definition = definition(stream, source, subgraph, collection, fields, orderBy, target, era, optional);
    if (definition.isEmpty() && Boolean.parseBoolean(optional)) {
      session.optionalOff(stream, "no subgraph is set for it, see the settings of optional streams");
    } else if (definition.isEmpty()) {
      session.off(stream, "CHAIN_RPC_URL is not set");
    }
    exchange.getMessage().setBody(definition.orElse(null));
  }

  /**
   * Returns the definition of a stream by the parameters of its route; empty when its source is not set up.
   *
   * @throws IllegalArgumentException when there is no such source, or naming the field that cannot be asked for
   */
  Optional<StreamDefinition> definition(
      String stream, String source, String subgraph, String collection, String fields, String orderBy, String target, String era,
      String optional) {
    Optional<String> endpoint = switch (source) {
      case StreamDefinition.SUBGRAPH -> endpoint(stream, subgraph.strip(), Boolean.parseBoolean(optional));
      case StreamDefinition.CHAIN -> chainEndpoint;
      default -> throw new IllegalArgumentException(
          "stream " + stream + " names the source '" + source + "'; known are subgraph and chain");
    };
    Optional<StreamDefinition> definition = endpoint.map(
        address -> new StreamDefinition(stream, source, address, collection, List.of(fields.strip().split("\\s+")), orderBy, target, era));
    // a mistake in the route is reported before anything is asked for
    definition.ifPresent(FieldSelection::of);
    return definition;
  }

  private Optional<String> endpoint(String stream, String subgraph, boolean optional) {
    if (subgraph.isEmpty() && !optional) {
      throw new IllegalArgumentException("stream " + stream + " names no subgraph; give its name and version, such as orderbook-subgraph/0.0.1");
    }
    if (subgraph.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(subgraph.matches("https?://.*") ? subgraph : baseUrl + "/subgraphs/" + subgraph + "/gn");
  }

  /** Finishes the ingestion of a run; fails when a stream was not read completely, and warns of streams that a route defines and the run did not read. */
  public StepResult finish(Exchange exchange) {
    Ingest.Session session = exchange.getProperty(IngestRoutes.SESSION, Ingest.Session.class);
    exchange.removeProperty(IngestRoutes.SESSION);
    return session.finish(StreamRoutes.names(exchange.getContext()));
  }
}
