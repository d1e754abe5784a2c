package io.cascadian.nightly;

import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.ingest.StreamWork;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Begins and ends a run's ingestion, and makes a stream's definition of the parameters of its route.
 *
 * <p>Which streams there are and what they ask for is the routes' business. Thread-safe as far as one exchange is used by one thread.
 */
public final class IngestSteps {

  /** Name of the exchange property with the {@link StreamWork} that only wants to know the streams; without it they are read. */
  static final String WORK = "cascadianStreamWork";

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

  /** Begins the run's reading. */
  public void begin(Exchange exchange) {
    FenceGuard guard = RunContext.guard(exchange);
    guard.checkStores();
    exchange.setProperty(IngestRoutes.SESSION, ingest.begin(guard));
  }

  /**
   * Sets the body to the definition of a stream that is to be read, or to null: when its source is not set up, or when somebody only wanted to know of
   * it.
   *
   * @param source {@code subgraph} or {@code chain}
   * @param subgraph name and version, such as {@code orderbook-subgraph/0.0.1}; of no meaning for a chain
   * @param fields separated by blanks; {@code name}, {@code ours=theirs} or {@code ours=their.path}
   * @param orderBy their name of the field that gives the records their order
   * @throws IllegalArgumentException when there is no such source, or naming the field that cannot be asked for
   */
  public void define(
      Exchange exchange, String stream, String source, String subgraph, String collection, String fields, String orderBy, String target,
      String era) {
    StreamWork work = exchange.getProperty(WORK, StreamWork.class);
    Ingest.Session session = exchange.getProperty(IngestRoutes.SESSION, Ingest.Session.class);
    if (work == null && session == null) {
      throw new IllegalStateException("stream " + stream + " is read without 'begin' before it; see the route step-ingest");
    }
    String endpoint = switch (source) {
      case StreamDefinition.SUBGRAPH -> baseUrl + "/subgraphs/" + subgraph + "/gn";
      case StreamDefinition.CHAIN -> chainEndpoint.orElse(null);
      default -> throw new IllegalArgumentException(
          "stream " + stream + " names the source '" + source + "'; known are subgraph and chain");
    };
    exchange.getMessage().setBody(null);
    if (endpoint == null) {
      String reason = "CHAIN_RPC_URL is not set";
      if (work == null) {
        session.off(stream, reason);
      } else {
        work.off(stream, reason);
      }
      return;
    }
    StreamDefinition definition =
        new StreamDefinition(stream, source, endpoint, collection, List.of(fields.strip().split("\\s+")), orderBy, target, era);
    // a mistake in the route is reported before anything is asked for
    FieldSelection.of(definition);
    if (work == null) {
      exchange.getMessage().setBody(definition);
    } else {
      work.stream(definition);
    }
  }

  /** Ends the reading; fails when a stream was not read to its end, and warns of streams that a route defines and the run did not read. */
  public StepResult finish(Exchange exchange) {
    Ingest.Session session = exchange.getProperty(IngestRoutes.SESSION, Ingest.Session.class);
    exchange.removeProperty(IngestRoutes.SESSION);
    return session.finish(StreamRoutes.names(exchange.getContext()));
  }
}
