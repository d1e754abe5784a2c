package io.cascadian.nightly;

import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.StreamWork;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StepResult;
import java.util.List;
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

  /** @param baseUrl of the subgraph endpoints, up to and without {@code /subgraphs} */
  public IngestSteps(Ingest ingest, String baseUrl) {
    this.ingest = ingest;
    this.baseUrl = baseUrl;
  }

  /** Begins the run's reading. */
  public void begin(Exchange exchange) {
    exchange.setProperty(WORK, ingest.begin(RunContext.guard(exchange)));
  }

  /**
   * Hands one stream to what is to be done with it: in a run, reading it to the pinned block.
   *
   * @param subgraph name and version, such as {@code orderbook-subgraph/0.0.1}
   * @param fields separated by blanks; {@code name}, {@code ours=theirs} or {@code ours=their.path}
   * @param orderBy their name of the field that gives the records their order
   * @throws IllegalArgumentException saying which field cannot be asked for
   */
  public void read(
      Exchange exchange, String stream, String subgraph, String collection, String fields, String orderBy, String target, String era) {
    StreamDefinition definition = new StreamDefinition(stream, StreamDefinition.SUBGRAPH, baseUrl + "/subgraphs/" + subgraph + "/gn", collection,
        List.of(fields.strip().split("\\s+")), orderBy, target, era);
    // a mistake in the route is told before anything is asked for
    FieldSelection.of(definition);
    work(exchange).stream(definition);
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
      throw new IllegalStateException("a stream is read without 'begin' before it; see routes/step-ingest.camel.yaml");
    }
    return work;
  }
}
