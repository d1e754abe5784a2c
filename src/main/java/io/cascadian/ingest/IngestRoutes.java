package io.cascadian.ingest;

import io.cascadian.clickhouse.ClickHouseHeaders;
import io.cascadian.exchange.RouteClient;
import io.cascadian.observe.LogContext;
import io.cascadian.source.Page;
import io.cascadian.source.StreamDefinition;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ClaimCheckOperation;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;

/**
 * Defines the routes of a stream's events from the source to ClickHouse: pages, rows, batches, rows in the store, cursor.
 *
 * <p>{@code direct:read-stream} takes a {@link StreamDefinition} as its body and the run's {@link Ingest.Session} as the exchange property
 * {@link #SESSION}, and answers with the stream's {@link StreamReport}. One batch is stored by {@code store-batch} while the next one is read. The cursor
 * moves only past rows that are stored; after a batch that could not be stored no later one of its stream is stored.
 */
public final class IngestRoutes extends RouteBuilder {

  /** Name of the exchange property with the run's {@link Ingest.Session}. */
  public static final String SESSION = "cascadianIngestSession";

  private static final String READING = "cascadianStreamReading";
  private static final String KEY = "cascadianStreamReadingKey";
  private static final String PAGES = "cascadianStreamPages";
  private static final String TABLES = "cascadianBatchTables";

  @Override
  public void configure() {
    routeTemplate("ingest-stream").description("Reads one collection of a source from where the last run ended")
        .templateParameter("stream", null, "name of the stream, under which its cursor is stored")
        .templateParameter("source", "subgraph", "subgraph or chain; a chain is off while CHAIN_RPC_URL is not set")
        .templateParameter("subgraph", "", "name and version of the subgraph, or the whole URL of a deployment elsewhere; nothing for a chain")
        .templateParameter("collection", null, "query field of the entity, such as orderFilledEvents; name of the log on a chain")
        .templateParameter("fields", null, "fields that are asked for, separated by blanks: name where the source calls it as we do, ours=theirs where"
            + " not, ours=their.path for a field of a nested entity")
        .templateParameter("orderBy", null, "the source's name of the field that orders the records: of a time for events; id for entities without time,"
            + " which are read again when they change")
        .templateParameter("target", null, "what a record is, one of: " + RecordKind.targets())
        .templateParameter("era", "V1", "exchange generation of the records")
        .templateParameter("optional", "false", "true: not every source has these records; the stream is off while its subgraph is empty")
        .from("direct:ingest-{{stream}}")
        // the run decides what a failure means
        .errorHandler(noErrorHandler())
        .bean("ingestSteps", "define(${exchange}, '{{stream}}', '{{source}}', '{{subgraph}}', '{{collection}}', '{{fields}}', '{{orderBy}}',"
            + " '{{target}}', '{{era}}', '{{optional}}')")
        .filter(body().isNotNull())
          .to("direct:read-stream")
        .end();

    MemoryAggregationRepository openBatches = new MemoryAggregationRepository();

    from("direct:read-stream").routeId("read-stream")
        .routeDescription("Reads a stream from its cursor to the pinned block and stores it batch by batch")
        .errorHandler(noErrorHandler())
        .process(this::open).id("pin-and-compare-overlap")
        .doTry()
          .split(exchangeProperty(PAGES)).streaming().stopOnException()
            .process(this::map).id("map-page")
            .filter(this::hasRejected)
              .to("direct:rejected-records")
            .end()
            .aggregate(exchangeProperty(KEY), batches()).aggregationRepository(openBatches)
              .completionPredicate(exchange -> batch(exchange).isComplete(reading(exchange).options()))
              // on the aggregator's own thread, one after the other, while the next batch is read
              .doTry()
                .to("direct:store-batch")
              // whatever kept the batch from the store, the reading thread waits for word of it, and ends the stream with it
              .doCatch(Exception.class)
                .process(exchange -> reading(exchange).batches().failed(failure(exchange))).id("batch-failed")
              .end()
            .end()
          .end()
        .endDoTry()
        .doCatch(Exception.class)
          // as what it is: the splitter wraps it
          .process(exchange -> {
            Exception failure = failure(exchange);
            reading(exchange).batches().cancel(failure);
            throw failure;
          }).id("rethrow")
        .doFinally()
          .process(exchange -> {
            exchange.getProperty(PAGES, StreamReading.Pages.class).close();
            // of a stream that ended early a batch may be left, which is read again
            openBatches.remove(exchange.getContext(), reading(exchange).key(), exchange);
          }).id("end-reading")
        .end()
        .process(this::report).id("report");

    from("direct:rejected-records").routeId("rejected-records")
        .routeDescription("Stores the rejected records of a page as dead letters before the page goes on")
        .errorHandler(noErrorHandler())
        .claimCheck(ClaimCheckOperation.Push)
        .setBody(exchange -> exchange.getMessage().getBody(PageRows.class).rejected())
        .to("direct:dead-letters")
        .claimCheck(ClaimCheckOperation.Pop)
        .process(exchange -> exchange.getMessage().setBody(rows(exchange).reading().rejectedStored(rows(exchange)))).id("limit-rejected");

    from("direct:store-batch").routeId("store-batch")
        .routeDescription("Stores a batch in ClickHouse, then moves the stream's cursor in Postgres, under the run's fence")
        .errorHandler(noErrorHandler())
        .process(this::beginStoring).id("check-fence")
        .split(exchangeProperty(TABLES)).stopOnException()
          .process(this::prepareInsert).id("prepare-insert")
          .to("direct:insert-rows")
          .process(this::checkInserted).id("check-inserted")
        .end()
        .process(exchange -> batch(exchange).reading().batches().commit(() -> session(exchange).advance(batch(exchange)))).id("move-cursor")
        .process(exchange -> batch(exchange).reading().batches().stored(batch(exchange))).id("batch-stored");
  }

  /**
   * Sends a stream through {@code direct:read-stream}, for Java code.
   *
   * @throws RuntimeException as it arose in the routes, when something could not be stored or the lock was lost
   */
  static StreamReport read(RouteClient routes, Ingest.Session session, StreamDefinition stream) {
    Exchange exchange = routes.request("direct:read-stream", prepared -> {
      prepared.setProperty(SESSION, session);
      prepared.getMessage().setBody(stream);
    });
    if (exchange.getException() instanceof RuntimeException failure) {
      throw failure;
    }
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
    return exchange.getMessage().getBody(StreamReport.class);
  }

  private static Ingest.Session session(Exchange exchange) {
    return exchange.getProperty(SESSION, Ingest.Session.class);
  }

  private static StreamReading reading(Exchange exchange) {
    return exchange.getProperty(READING, StreamReading.class);
  }

  private static Batch batch(Exchange exchange) {
    return exchange.getMessage().getBody(Batch.class);
  }

  private static PageRows rows(Exchange exchange) {
    return exchange.getMessage().getBody(PageRows.class);
  }

  private void open(Exchange exchange) {
    StreamReading reading = session(exchange).open(exchange.getMessage().getBody(StreamDefinition.class));
    exchange.setProperty(READING, reading);
    exchange.setProperty(KEY, reading.key());
    exchange.setProperty(PAGES, reading.pages());
  }

  private void map(Exchange exchange) {
    exchange.getMessage().setBody(reading(exchange).map(exchange.getMessage().getBody(Page.class)));
  }

  private boolean hasRejected(Exchange exchange) {
    return !rows(exchange).rejected().isEmpty();
  }

  /** Gathers pages to batches, and counts each that is on its way to the store. */
  private static AggregationStrategy batches() {
    return new AggregationStrategy() {
      @Override
      public Exchange aggregate(Exchange before, Exchange page) {
        Batch batch = before == null ? new Batch(reading(page)) : batch(before);
        page.getMessage().setBody(batch.add(rows(page)));
        return page;
      }

      @Override
      public void onCompletion(Exchange complete) {
        reading(complete).batches().begun();
      }
    };
  }

  private void beginStoring(Exchange exchange) {
    Batch batch = batch(exchange);
    LogContext.restore(batch.reading().logContext());
    batch.reading().batches().storing();
    batch.reading().guard().check();
    exchange.setProperty(TABLES, batch.tables());
  }

  private void prepareInsert(Exchange exchange) {
    TableRows rows = exchange.getMessage().getBody(TableRows.class);
    exchange.getMessage().setHeader(ClickHouseHeaders.TABLE, rows.table());
    exchange.getMessage().setHeader(ClickHouseHeaders.COLUMNS, rows.columns());
    exchange.getMessage().setHeader(ClickHouseHeaders.DEDUPLICATION_TOKEN, rows.token());
    exchange.getMessage().setBody(rows.rows());
    exchange.getMessage().removeHeader(ClickHouseHeaders.WRITTEN_ROWS);
  }

  /** The route is an operator's: without its endpoint the cursor would pass rows that are nowhere. */
  private void checkInserted(Exchange exchange) {
    if (exchange.getMessage().getHeader(ClickHouseHeaders.WRITTEN_ROWS) == null) {
      throw new IllegalStateException("direct:insert-rows returned without inserting rows into " + exchange.getMessage().getHeader(ClickHouseHeaders.TABLE)
          + "; the stream stops before them. Its route has to send them to 'clickhouse:' and return that message");
    }
  }

  /** Returns what went wrong, without what a splitter wraps it in. */
  private static Exception failure(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    return failure instanceof CamelExchangeException && failure.getCause() instanceof Exception cause ? cause : failure;
  }

  private void report(Exchange exchange) throws Exception {
    exchange.getMessage().setBody(session(exchange).ended(reading(exchange)));
  }
}
