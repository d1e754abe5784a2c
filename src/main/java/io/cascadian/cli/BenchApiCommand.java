package io.cascadian.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.bench.ApiBench;
import io.cascadian.bench.ApiBenchReport;
import io.cascadian.bench.BenchException;
import io.cascadian.bench.DemoProcess;
import io.cascadian.runtime.Setting;
import io.cascadian.runtime.Settings;
import io.cascadian.runtime.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "api", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = {"Measures how long callers of the HTTP interface wait for reads: requests leave at fixed times, and each latency counts from then. "
        + "Beside it, in the same run, /observe/health/live at the same rate: an answer of the same server that asks no database.",
        "Exits with 0 when every answer was a success and p95 of all reads is below --goal; 1 otherwise."})
final class BenchApiCommand implements Callable<Integer> {

  @Option(names = "--rate", paramLabel = "N", defaultValue = "200", description = "requests a second")
  private int rate;

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = "how long each load is measured")
  private int seconds;

  @Option(names = "--warmup", paramLabel = "N", defaultValue = "10", description = "seconds of the same load before, which do not count")
  private int warmup;

  @Option(names = "--goal", paramLabel = "MS", defaultValue = "50", description = "milliseconds that p95 is held against")
  private int goal;

  @Option(names = "--url", paramLabel = "URL", description = "measure the service there instead of one of the benchmark's own")
  private String url;

  @Option(names = "--wallet", paramLabel = "ADDRESS", description = "with --url: a wallet whose P&L is asked for; may be repeated")
  private List<String> wallets = new ArrayList<>();

  @Option(names = "--scale", paramLabel = "N", defaultValue = "1", description = "size of the made-up history; 1 is some 340,000 fills")
  private int scale;

  @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "data/bench-api", description = "folder to work in; empty, and deleted at the end")
  private Path dataDir;

  @Option(names = "--json", paramLabel = "FILE", description = "write the results there as well")
  private Path json;

  @Override
  public Integer call() throws Exception {
    try {
      if (url != null) {
        return measure(url, wallets, null);
      }
      try (DemoProcess demo = DemoProcess.start(dataDir, scale, System.err::println)) {
        Settings settings = Settings.load(Map.of(Setting.DATA_DIR, demo.dataDir().toString()), Map.of(), demo.dataDir());
        try (Stores stores = Stores.open(settings, System.err::println)) {
          List<String> some = stores.clickHouse().query(
              "SELECT wallet FROM wallet_pnl_summary_final ORDER BY cityHash64(wallet) LIMIT 500", Map.of(), row -> row.getString(1));
          return measure(demo.url(), some, stores.clickHouse().version());
        }
      }
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int measure(String base, List<String> some, String clickHouse) throws IOException {
    ApiBench bench = new ApiBench(base);
    List<ApiBench.Read> reads = reads(bench, some);
    System.err.println("warming up …");
    bench.load("warm-up", reads, rate, Duration.ofSeconds(warmup));
    System.err.println("measuring …");
    ApiBenchReport report = new ApiBenchReport(clickHouse, goal, bench.load("reads", reads, rate, Duration.ofSeconds(seconds)),
        bench.load("the bare answer", List.of(new ApiBench.Read("observe/health/live", List.of("/observe/health/live"))), rate,
            Duration.ofSeconds(seconds)));
    System.out.print(report.text());
    System.out.flush();
    if (json != null) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report.json());
    }
    return report.reached() ? 0 : 1;
  }

  /** Reads that a page or a program asks again and again; health asks the source as well and has a goal of its own. */
  private static List<ApiBench.Read> reads(ApiBench bench, List<String> wallets) throws IOException {
    long run = new ObjectMapper().readTree(bench.ask("/api/nightly/runs?limit=1")).path("runs").path(0).path("run").asLong();
    List<ApiBench.Read> reads = new ArrayList<>();
    reads.add(new ApiBench.Read("nightly/runs", List.of("/api/nightly/runs")));
    reads.add(new ApiBench.Read("nightly/runs/{id}", List.of("/api/nightly/runs/" + run)));
    reads.add(new ApiBench.Read("dead-letters", List.of("/api/dead-letters")));
    reads.add(new ApiBench.Read("markets/missing", List.of("/api/markets/missing")));
    reads.add(new ApiBench.Read("openapi.yaml", List.of("/api/openapi.yaml")));
    if (!wallets.isEmpty()) {
      reads.add(new ApiBench.Read("wallets/{address}/pnl", wallets.stream().map(wallet -> "/api/wallets/" + wallet + "/pnl").toList()));
    }
    reads.forEach(read -> bench.ask(read.paths().get(0)));
    return reads;
  }
}
