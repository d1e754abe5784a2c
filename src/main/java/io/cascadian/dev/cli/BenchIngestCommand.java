package io.cascadian.dev.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.cli.NumberConverters;
import io.cascadian.cli.RateOption;
import io.cascadian.dev.bench.BenchException;
import io.cascadian.dev.bench.BenchOptions;
import io.cascadian.dev.bench.BenchReport;
import io.cascadian.dev.bench.IngestBench;
import io.cascadian.dev.bench.MemoryBench;
import io.cascadian.runtime.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ingest", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = {"Measures ingestion side by side, on databases and a source of its own that end with it: (a) this service, (b) a Node "
        + "script that polls and inserts page after page, (c) ClickHouse loading the same rows from a file.",
        "Exits with 0 when all three stored the same rows, whatever their speed; 1 otherwise."})
final class BenchIngestCommand implements Callable<Integer> {

  @Option(names = "--scale", converter = NumberConverters.Scale.class, paramLabel = "N", defaultValue = "4",
      description = "size of the simulated history; 1 is some 340,000 fills")
  private int scale;

  @Option(names = "--feed", paramLabel = "FILE", description = "serve this feed file instead of a simulated history")
  private Path feed;

  @Option(names = "--scenarios", split = ",", paramLabel = "NAME", defaultValue = "plain,latency,limited", description = "which, in order")
  private List<String> scenarios;

  @Option(names = "--only", split = ",", paramLabel = "NAME", defaultValue = "service,script,file", description = "which candidates")
  private Set<String> candidates;

  @Option(names = "--runs", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "2",
      description = "runs of each candidate in each scenario; their median counts")
  private int runs;

  @Option(names = "--latency", paramLabel = "TIME", defaultValue = "100ms", description = "of every answer in the scenario latency")
  private Duration latency;

  @Option(names = "--rate-limit", paramLabel = "N/TIME", defaultValue = "50/10s", description = "requests allowed in the scenario limited")
  private RateOption limit;

  @Option(names = "--script-time", paramLabel = "TIME", defaultValue = "60s", description = "after which (b) is stopped; what it did counts")
  private Duration scriptTime;

  @Option(names = "--java-options", split = " ", paramLabel = "OPTION", defaultValue = "-Xmx512m", description = "options of the Java of (a)")
  private List<String> javaOptions;

  @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "data/bench", description = "folder to work in; empty, and deleted at the end")
  private Path dataDir;

  @Option(names = "--source", paramLabel = "URL", description = "measure (a) alone, against this source, as 'sandbox serve' prints it")
  private String source;

  @Option(names = "--memory", description = "measure the memory of (a) with histories of the sizes --memory-scales instead")
  private boolean memory;

  @Option(names = "--memory-scales", converter = NumberConverters.Scale.class, split = ",", paramLabel = "N", defaultValue = "3,58",
      description = "sizes for --memory, as of --scale")
  private List<Integer> memoryScales;

  @Option(names = "--json", paramLabel = "FILE", description = "write the results there as well")
  private Path json;

  @Override
  public Integer call() throws Exception {
    BenchOptions options = new BenchOptions(
        scale, feed, scenarios, candidates, runs, latency, limit.requests(), limit.window(), scriptTime, javaOptions, dataDir, source);
    try {
      if (memory) {
        MemoryBench.Report report = MemoryBench.run(options, memoryScales, new Progress());
        return say(report.text(), report.json(), report.correct());
      }
      BenchReport report = IngestBench.run(options, new Progress());
      return say(report.text(), report.json(), report.correct());
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int say(String text, Map<String, Object> values, boolean correct) throws IOException {
    System.out.print(text);
    System.out.flush();
    if (json != null) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), values);
    }
    return correct ? 0 : 1;
  }
}
