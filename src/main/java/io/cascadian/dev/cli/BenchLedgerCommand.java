package io.cascadian.dev.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.cli.NumberConverters;
import io.cascadian.dev.bench.BenchException;
import io.cascadian.dev.bench.LedgerBench;
import io.cascadian.dev.bench.LedgerOptions;
import io.cascadian.dev.bench.LedgerReport;
import io.cascadian.runtime.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ledger", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = {"Measures what publishing the wallet tables costs, on databases of its own that end with it: all of them from nothing, and after one more "
        + "day of a simulated market (version 3), retention included; with the younger half of the history and with all of it, beside one pass over the raw columns "
        + "and beside writing the rows of the rebuild once more.",
        "Exits with 0 when every goal is reached: night / rebuild ≤ 0.05, night / the same night after half the history ≤ 1.25, rebuild / pass ≤ 4, a row of "
            + "trades_raw ≤ 110 bytes; 1 otherwise."})
final class BenchLedgerCommand implements Callable<Integer> {

  @Option(names = "--fills", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "5000000",
      description = "fills of the whole history, about")
  private int fills;

  @Option(names = "--wallets", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "100000", description = "wallets that trade")
  private int wallets;

  @Option(names = "--zipf-exponent", converter = ZipfExponent.class, paramLabel = "S", defaultValue = "1.0",
      description = "of the activity of wallets, 0 to 3")
  private double zipfExponent;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "seed of the simulated history")
  private long seed;

  @Option(names = "--nights", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "3",
      description = "nights that are measured one after the other; their median counts")
  private int nights;

  @Option(names = "--java-options", split = " ", paramLabel = "OPTION", defaultValue = "-Xmx512m",
      description = "options of the Java of the process that publishes")
  private List<String> javaOptions;

  @Option(names = "--compare", description = "compare what was published with a rebuild at the end, row by row")
  private boolean compare;

  @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "data/bench-ledger", description = "folder to work in; empty, and deleted at the end")
  private Path dataDir;

  @Option(names = "--json", paramLabel = "FILE", description = "write the results there as well")
  private Path json;

  @Override
  public Integer call() throws Exception {
    try {
      LedgerReport report = LedgerBench.run(new LedgerOptions(fills, wallets, zipfExponent, seed, nights, javaOptions, compare, dataDir), new Progress());
      System.out.print(report.text());
      System.out.flush();
      if (json != null) {
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report.json());
      }
      return report.reached() ? 0 : 1;
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}
