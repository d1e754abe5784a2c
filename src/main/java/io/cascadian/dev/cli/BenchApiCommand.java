package io.cascadian.dev.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.cli.NumberConverters;
import io.cascadian.dev.bench.ApiBench;
import io.cascadian.dev.bench.ApiBenchReport;
import io.cascadian.dev.bench.ApiLoad;
import io.cascadian.dev.bench.BenchException;
import io.cascadian.dev.bench.ContractReads;
import io.cascadian.dev.bench.CpuMeter;
import io.cascadian.dev.bench.DemoProcess;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.store.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "api", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = {"Measures how long callers of the HTTP interface wait, for each kind of read of the contract: requests leave at fixed times, the kinds in turn, and "
        + "each latency counts from then. Each request for a wallet is the first one for that wallet, as long as there are enough. /api/health is asked once a second beside "
        + "them. In the same run: /observe/health/live at the same rate, an answer of the same server that asks no database.",
        "Exits with 0 when of each kind every answer was a success and p95 is below --goal (of /api/health: below 2 s); 1 otherwise."})
final class BenchApiCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  /** Milliseconds that health, which asks everything else, has. */
  private static final int HEALTH_GOAL = 2_000;
  private static final int ALONE_SECONDS = 10;

  @Option(names = "--rate", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "200", description = "requests a second")
  private int rate;

  @Option(names = "--seconds", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "30",
      description = "how long each load is measured")
  private int seconds;

  @Option(names = "--warmup", converter = NumberConverters.NotNegative.class, paramLabel = "N", defaultValue = "90",
      description = "seconds of the same load before, which do not count: for other wallets, while the Java machine compiles what is used")
  private int warmup;

  @Option(names = "--goal", converter = NumberConverters.Positive.class, paramLabel = "MS", defaultValue = "50",
      description = "milliseconds that p95 of each kind is held against")
  private int goal;

  @Option(names = "--url", paramLabel = "URL", description = "measure the service there instead of one of the benchmark's own")
  private String url;

  @Option(names = "--wallet", paramLabel = "ADDRESS", description = "with --url: a wallet that is asked for; may be repeated")
  private List<String> wallets = new ArrayList<>();

  @Option(names = "--scale", converter = NumberConverters.Scale.class, paramLabel = "N", defaultValue = "1",
      description = "size of the simulated history; 1 is some 340,000 fills")
  private int scale;

  @Option(names = "--alone", description = "measure each kind of wallet reads alone at the whole rate as well; reported only")
  private boolean alone;

  @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "data/bench-api", description = "folder to work in; empty, and deleted at the end")
  private Path dataDir;

  @Option(names = "--json", paramLabel = "FILE", description = "write the results there as well")
  private Path json;

  @Override
  public Integer call() throws Exception {
    try {
      if (url != null) {
        return measure(new ApiBench(url, CpuMeter.ofCallers()), wallets, null, "data of the service there", false);
      }
      try (DemoProcess demo = DemoProcess.start(dataDir, scale, System.err::println)) {
        Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, demo.dataDir().toString()), Map.of(), demo.dataDir());
        try (Stores stores = Stores.open(settings, System.err::println)) {
          List<String> some = stores.clickHouse().query(Sql.load("dev/bench/some-wallets"), Map.of(), row -> row.getString(1));
          DemoProcess.requireData(some);
          return measure(new ApiBench(demo.url(), demo.cpu()), some, stores.clickHouse().version(),
              stores.clickHouse().queryOne(Sql.load("dev/bench/data-size"), Map.of(), row -> row.getString(1)), true);
        }
      }
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int measure(ApiBench bench, List<String> some, String clickHouse, String data, boolean own) throws IOException {
    List<ApiBench.Read> reads = reads(bench, some, own);
    List<ApiBench.Read> beside = List.of(new ApiBench.Read("health", List.of("/api/health"), HEALTH_GOAL));
    System.err.println("warming up …");
    bench.load("warm-up", reads, beside, rate, Duration.ofSeconds(warmup));
    System.err.println("measuring …");
    ApiLoad all = bench.load("reads, the kinds in turn", reads, beside, rate, Duration.ofSeconds(seconds));
    List<ApiLoad> single = new ArrayList<>();
    if (alone) {
      reads.stream().filter(read -> read.name().startsWith("wallets/"))
          .forEach(read -> single.add(bench.load("alone", List.of(read), List.of(), rate, Duration.ofSeconds(ALONE_SECONDS))));
    }
    ApiLoad bare = bench.load("the bare answer", List.of(new ApiBench.Read("observe/health/live", List.of("/observe/health/live"), goal)), List.of(), rate,
        Duration.ofSeconds(ALONE_SECONDS));
    ApiBenchReport report = new ApiBenchReport(clickHouse, data, warmup, all, single, bare);
    System.out.print(report.text());
    System.out.flush();
    if (json != null) {
      JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report.json());
    }
    return report.reached() ? 0 : 1;
  }

  /** Returns all reads of the contract except health and the stream; reads without an id, in a service that is not the benchmark's own, are left out. */
  private List<ApiBench.Read> reads(ApiBench bench, List<String> wallets, boolean own) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("/api/nightly/runs/", ids(bench, "/api/nightly/runs", "runs", "run"));
    values.put("/api/dead-letters/", ids(bench, "/api/dead-letters", "dead_letters", "id"));
    values.put("/api/strategies/", strategies(bench, wallets, own));
    values.put("/api/wallets/", wallets);
    values.forEach((path, ids) -> {
      if (ids.isEmpty()) {
        System.err.println("nothing there for " + path + "{…}, so it is not measured");
      }
    });
    List<ApiBench.Read> reads = ContractReads.of(bench.ask("/api/openapi.yaml"), values, goal);
    reads.forEach(read -> bench.ask(read.paths().get(0)));
    return reads;
  }

  /** Returns the ids of strategies; in the benchmark's own service one with a filled watchlist is created. */
  private static List<String> strategies(ApiBench bench, List<String> wallets, boolean own) throws IOException {
    List<String> there = ids(bench, "/api/strategies", "strategies", "id");
    if (!there.isEmpty() || !own) {
      return there;
    }
    String wanted = JSON.writeValueAsString(Map.of("name", "benchmark", "wallets", wallets.stream().limit(20).toList()));
    String id = JSON.readTree(bench.post("/api/strategies", wanted)).path("id").asText();
    bench.post("/api/strategies/" + id + "/watchlist/populate", "{}");
    return List.of(id);
  }

  private static List<String> ids(ApiBench bench, String path, String list, String field) throws IOException {
    List<String> ids = new ArrayList<>();
    JSON.readTree(bench.ask(path + "?limit=1")).path(list).forEach(entry -> ids.add(entry.path(field).asText()));
    return ids;
  }
}
