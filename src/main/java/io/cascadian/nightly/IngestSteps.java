package io.cascadian.nightly;

import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.StreamWork;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Ingestion as the routes call it: {@code begin}, {@code read} once for each stream, {@code finish}. Which streams there are and what they
 * ask for is the routes' business. Thread-safe as far as one exchange is used by one thread.
 */
public final class IngestSteps {

  /** Exchange property that holds what is done with the streams. */
  public static final String WORK = "cascadianStreamWork";

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
    exchange.setProperty(WORK, ingest.begin(guard));
  }

  /**
   * Hands one stream to what is to be done with it: in a run, reading it to the pinned block.
   *
   * @param source {@code subgraph} or {@code chain}
   * @param subgraph name and version, such as {@code orderbook-subgraph/0.0.1}; of no meaning for a chain
   * @param fields separated by blanks; {@code name}, {@code ours=theirs} or {@code ours=their.path}
   * @param orderBy their name of the field that gives the records their order
   * @throws IllegalArgumentException when there is no such source, or saying which field cannot be asked for
   */
  public void read(
      Exchange exchange, String stream, String source, String subgraph, String collection, String fields, String orderBy, String target,
      String era) {
    StreamWork work = work(exchange);
    String endpoint = switch (source) {
      case StreamDefinition.SUBGRAPH -> baseUrl + "/subgraphs/" + subgraph + "/gn";
      case StreamDefinition.CHAIN -> chainEndpoint.orElse(null);
      default -> throw new IllegalArgumentException(
          "stream " + stream + " names the source '" + source + "'; known are subgraph and chain");
    };
    if (endpoint == null) {
      work.off(stream, "CHAIN_RPC_URL is not set");
    } else {
      StreamDefinition definition =
          new StreamDefinition(stream, source, endpoint, collection, List.of(fields.strip().split("\\s+")), orderBy, target, era);
      // a mistake in the route is told before anything is asked for
      FieldSelection.of(definition);
      work.stream(definition);
    }
  }

  /** Ends the reading; fails when a stream was not read to its end. */
  public StepResult finish(Exchange exchange) {
    Ingest.Session session = (Ingest.Session) work(exchange);
    exchange.removeProperty(WORK);
    return session.finish();
  }

  private static StreamWork work(Exchange exchange) {
    StreamWork work = exchange.getProperty(WORK, StreamWork.class);
    if (work == null) {
      throw new IllegalStateException("a stream is read without 'begin' before it; see the route step-ingest");
    }
    return work;
  }
}
