package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.exchange.Answers;
import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterRoutes;
import io.cascadian.exchange.DeadLetterSender;
import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.http.CallObserver;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.ingest.StreamReport;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the fills in a child process with the service's own ingestion classes, connected as the service does it.
 *
 * <p>Argument: a {@link Job} as JSON. Prints its result in one line of JSON. Ends at once when its parent has ended.
 */
final class ServiceProcess {

  /** Variables of its environment. */
  static final String CLICKHOUSE_PASSWORD = "BENCH_CLICKHOUSE_PASSWORD";
  static final String POSTGRES_PASSWORD = "BENCH_POSTGRES_PASSWORD";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Describes the work of the child process; passwords are passed in its environment.
   *
   * @param limit requests per {@code windowMillis}; 0 for no limit
   */
  record Job(String sourceUrl, String clickHouseUrl, String clickHouseUser, String database, String postgresUrl, String postgresUser, int limit,
      long windowMillis) {}

  private ServiceProcess() {}

  public static void main(String[] args) throws Exception {
    endWithParent();
    Job job = JSON.readValue(args[0], Job.class);
    HeapMeter heap = HeapMeter.start();
    try (ClickHouse clickHouse = ClickHouseClients.connect(ClickHouseSettings.of(
            job.clickHouseUrl, job.clickHouseUser, System.getenv(CLICKHOUSE_PASSWORD), job.database));
        Postgres postgres = Postgres.connect(new PostgresSettings(
            job.postgresUrl, job.postgresUser, System.getenv(POSTGRES_PASSWORD), 3));
        OutboundHttpClient http = OutboundHttpClient.of(HttpLimits.usual(), CallObserver.NONE);
        StandaloneRoutes routes = routes(job, http, clickHouse, postgres)) {
      SubgraphSource source = new SubgraphSource(routes.client(), Keyset.OR);
      Ingest ingest =
          new Ingest(routes.client(), source, clickHouse, postgres, new DeadLetters(postgres, new DeadLetterSender(routes.client())), Contracts.builtIn(), IngestOptions.of(20));
      long begin = System.nanoTime();
      StreamReport report = ingest.begin(FenceGuard.of(1)).read(fills(job.sourceUrl));
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (report.failure() != null) {
        throw new IllegalStateException(report.failure());
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("rows", report.rows());
      answer.put("seconds", seconds);
      answer.put("requests", source.requests());
      answer.put("complete", true);
      answer.put("heap", heap.peak());
      answer.put("heapAfterCollection", heap.peakAfterCollection());
      System.out.println(JSON.writeValueAsString(answer));
    }
    System.exit(0);
  }

  /** Starts the service's routes from the subgraph to ClickHouse. */
  private static StandaloneRoutes routes(Job job, OutboundHttpClient http, ClickHouse clickHouse, Postgres postgres) throws Exception {
    Path folder = Path.of("routes");
    List<Path> files = List.of(folder.resolve("errors.camel.yaml"), folder.resolve("sources/goldsky.camel.yaml"),
        folder.resolve("sources/source-limit.camel.yaml"), folder.resolve("sinks/clickhouse.camel.yaml"));
    boolean limited = job.limit > 0;
    return StandaloneRoutes.start(files, List.of(new IngestRoutes(), new DeadLetterRoutes()),
        Map.of("answers", new Answers(), "goldskyHttpClient", http, "goldskyProbeHttpClient", http, "clickHouseClient", clickHouse,
            "postgres", postgres.dataSource(), "deadLetterPages", new DeadLetterPages(postgres)),
        Map.of("SOURCE_RATE_LIMIT", Integer.toString(limited ? job.limit : 1),
            "source.rate.period", Long.toString(limited ? job.windowMillis + job.windowMillis / 50 : 1),
            "source.unlimited.host", limited ? "none.invalid" : URI.create(job.sourceUrl).getAuthority(),
            "CLICKHOUSE_DATABASE", job.database));
  }

  /** The input is a pipe that nothing is ever written to: its end is the parent's. */
  private static void endWithParent() {
    Thread watcher = new Thread(() -> {
      try {
        while (System.in.read() >= 0) {
          continue;
        }
      } catch (IOException e) {
        // the same as its end
      }
      Runtime.getRuntime().halt(2);
    }, "parent");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Returns the stream of {@code routes/streams/ingest-fills.camel.yaml}. */
  static StreamDefinition fills(String sourceUrl) {
    return new StreamDefinition("fills", StreamDefinition.SUBGRAPH, sourceUrl + "/subgraphs/orderbook-subgraph/0.0.1/gn",
        "orderFilledEvents",
        List.of("id", "timestamp", "orderHash", "maker", "taker", "makerAssetId", "takerAssetId", "makerAmountFilled", "takerAmountFilled",
            "fee"),
        "timestamp", "fill", "V1");
  }
}
