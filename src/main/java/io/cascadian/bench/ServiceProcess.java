package io.cascadian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.RateLimiter;
import io.cascadian.http.RetryPolicy;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.ingest.StreamReport;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The child process in which the service's ingestion is measured: the real rooms, put together as the service does, reading the fills.
 *
 * <p>Argument: a {@link Job} as JSON. It says what it did in one line of JSON. When whoever started it is gone, it ends at once.
 */
final class ServiceProcess {

  /** Variables of its environment. */
  static final String CLICKHOUSE_PASSWORD = "BENCH_CLICKHOUSE_PASSWORD";
  static final String POSTGRES_PASSWORD = "BENCH_POSTGRES_PASSWORD";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What to read, and where to; the passwords are in the environment.
   *
   * @param limit requests per {@code windowMillis}; 0 for no limit
   */
  record Job(String sourceUrl, String clickHouseUrl, String clickHouseUser, String database, String postgresUrl, String postgresUser, int limit,
      long windowMillis) {}

  private ServiceProcess() {}

  public static void main(String[] args) throws IOException {
    endWithParent();
    Job job = JSON.readValue(args[0], Job.class);
    HeapMeter heap = HeapMeter.start();
    RateLimiter rate = job.limit == 0
        ? new RateLimiter(Integer.MAX_VALUE, Duration.ofSeconds(1))
        : new RateLimiter(job.limit, Duration.ofMillis(job.windowMillis));
    try (ClickHouse clickHouse = ClickHouse.connect(ClickHouseSettings.of(
            job.clickHouseUrl, job.clickHouseUser, System.getenv(CLICKHOUSE_PASSWORD), job.database));
        Postgres postgres = Postgres.connect(new PostgresSettings(
            job.postgresUrl, job.postgresUser, System.getenv(POSTGRES_PASSWORD), 3));
        HttpCaller http = new HttpCaller(HttpLimits.usual(), rate)) {
      SubgraphSource source = new SubgraphSource(http, RetryPolicy.usual(), null);
      Ingest ingest =
          new Ingest(source, clickHouse, postgres, new DeadLetters(postgres), Contracts.builtIn(), IngestOptions.of(20));
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

  /** As in {@code routes/ingest-fills.camel.yaml}. */
  static StreamDefinition fills(String sourceUrl) {
    return new StreamDefinition("fills", StreamDefinition.SUBGRAPH, sourceUrl + "/subgraphs/orderbook-subgraph/0.0.1/gn",
        "orderFilledEvents",
        List.of("id", "timestamp", "orderHash", "maker", "taker", "makerAssetId", "takerAssetId", "makerAmountFilled", "takerAmountFilled",
            "fee"),
        "timestamp", "fill", "V1");
  }
}
