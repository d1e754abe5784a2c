package io.cascadian.dev.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.cli.NumberConverters;
import io.cascadian.dev.bench.ApiBench;
import io.cascadian.dev.bench.ApiBenchReport;
import io.cascadian.dev.bench.BenchException;
import io.cascadian.dev.bench.ContractReads;
import io.cascadian.dev.bench.DemoProcess;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
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
    description = {"Measures how long callers of the HTTP interface wait for reads, all of the contract but health: requests leave at fixed times, and each latency counts from then. "
        + "Beside it, in the same run, /observe/health/live at the same rate: an answer of the same server that asks no database.",
        "Exits with 0 when every answer was a success and p95 of all reads is below --goal; 1 otherwise."})
final class BenchApiCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--rate", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "200", description = "requests a second")
  private int rate;

  @Option(names = "--seconds", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "30",
      description = "how long each load is measured")
  private int seconds;

  @Option(names = "--warmup", converter = NumberConverters.NotNegative.class, paramLabel = "N", defaultValue = "10",
      description = "seconds of the same load before, which do not count")
  private int warmup;

  @Option(names = "--goal", converter = NumberConverters.Positive.class, paramLabel = "MS", defaultValue = "50",
      description = "milliseconds that p95 is held against")
  private int goal;

  @Option(names = "--url", paramLabel = "URL", description = "measure the service there instead of one of the benchmark's own")
  private String url;

  @Option(names = "--wallet", paramLabel = "ADDRESS", description = "with --url: a wallet whose P&L is asked for; may be repeated")
  private List<String> wallets = new ArrayList<>();

  @Option(names = "--scale", converter = NumberConverters.Scale.class, paramLabel = "N", defaultValue = "1",
      description = "size of the simulated history; 1 is some 340,000 fills")
  private int scale;

  @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "data/bench-api", description = "folder to work in; empty, and deleted at the end")
  private Path dataDir;

  @Option(names = "--json", paramLabel = "FILE", description = "write the results there as well")
  private Path json;

  @Override
  public Integer call() throws Exception {
    try {
      if (url != null) {
        return measure(url, wallets, null, false);
      }
      try (DemoProcess demo = DemoProcess.start(dataDir, scale, System.err::println)) {
        Settings settings = Modules.load(Map.of(StoreSettings.DATA_DIR, demo.dataDir().toString()), Map.of(), demo.dataDir());
        try (Stores stores = Stores.open(settings, System.err::println)) {
          List<String> some = stores.clickHouse().query(
              "SELECT wallet FROM wallet_pnl_summary_final ORDER BY cityHash64(wallet) LIMIT 500", Map.of(), row -> row.getString(1));
          return measure(demo.url(), some, stores.clickHouse().version(), true);
        }
      }
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int measure(String base, List<String> some, String clickHouse, boolean own) throws IOException {
    ApiBench bench = new ApiBench(base);
    List<ApiBench.Read> reads = reads(bench, some, own);
    System.err.println("warming up …");
    bench.load("warm-up", reads, rate, Duration.ofSeconds(warmup));
    System.err.println("measuring …");
    ApiBenchReport report = new ApiBenchReport(clickHouse, goal, bench.load("reads", reads, rate, Duration.ofSeconds(seconds)),
        bench.load("the bare answer", List.of(new ApiBench.Read("observe/health/live", List.of("/observe/health/live"))), rate,
            Duration.ofSeconds(seconds)));
    System.out.print(report.text());
    System.out.flush();
    if (json != null) {
      JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report.json());
    }
    return report.reached() ? 0 : 1;
  }

  /** Returns all reads of the contract except health and the stream; reads without an id, in a service that is not the benchmark's own, are left out. */
  private static List<ApiBench.Read> reads(ApiBench bench, List<String> wallets, boolean own) throws IOException {
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
    List<ApiBench.Read> reads = ContractReads.of(bench.ask("/api/openapi.yaml"), values);
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
