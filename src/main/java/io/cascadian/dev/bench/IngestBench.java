package io.cascadian.dev.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How fast is this service's ingestion beside a script as most people write it, and beside ClickHouse alone?
 *
 * <p>One simulated history is served to all; the contenders take turns, and what they stored is compared with what the history must become.
 */
public final class IngestBench {

  private final BenchOptions options;
  private final Consumer<String> progress;
  private final Workshop workshop;
  private String node;

  private IngestBench(BenchOptions options, Consumer<String> progress, Workshop workshop) {
    this.options = options;
    this.progress = progress;
    this.workshop = workshop;
  }

  /**
   * Measures; what it started and wrote is gone when it returns.
   *
   * @param progress gets a line for each thing that is done
   * @throws BenchException when something that is needed cannot be had
   */
  public static BenchReport run(BenchOptions options, Consumer<String> progress) throws IOException {
    List<Scenario> scenarios = options.plan();
    try (Workshop workshop = Workshop.open(options.dataDir(), progress)) {
      IngestBench bench = new IngestBench(options, progress, workshop);
      return workshop.measure(
          () -> options.source() == null ? bench.compare(scenarios) : bench.measureAgainst(options.source(), scenarios.get(0)));
    }
  }

  private BenchReport compare(List<Scenario> scenarios) throws IOException {
    progress.accept(options.feed() == null ? "simulating a history of scale " + options.scale() + " …" : "reading " + options.feed() + " …");
    Path raw = workshop.folder().resolve("raw.jsonl");
    Path file = workshop.folder().resolve("rows.jsonl");
    StandIn standIn = workshop.keep(StandIn.start(options.history(), scenarios, raw, workshop.folder()));
    progress.accept(String.format(Locale.ROOT, "%,d fills are served; working out what they must become …", standIn.fills()));
    workshop.tables().expect(raw, file);
    Files.delete(raw);
    List<Contender> contenders = contenders(file);
    warmUp(contenders, scenarios, standIn);
    BenchReport report = new BenchReport(Machine.describe(node, workshop.tables().version()));
    for (Scenario scenario : scenarios) {
      Map<Contender, List<Round>> rounds = new LinkedHashMap<>();
      for (int run = 1; run <= options.runs(); run++) {
        for (Contender contender : contenders) {
          Round round = round(contender, scenario, standIn);
          progress.accept(line(scenario, run, contender, round.measurement()));
          rounds.computeIfAbsent(contender, c -> new ArrayList<>()).add(round);
        }
      }
      report.add(scenario, results(rounds));
    }
    return report;
  }

  /** The stand-in and ClickHouse are long-lived processes, so that whoever came first would pay for their being new. */
  private void warmUp(List<Contender> contenders, List<Scenario> scenarios, StandIn standIn) {
    Optional<Scenario> unlimited = scenarios.stream().filter(s -> !s.isLimited()).findFirst();
    if (unlimited.isPresent() && !contenders.isEmpty()) {
      progress.accept("one run that does not count, to warm up …");
      round(contenders.get(0), unlimited.get(), standIn);
    }
  }

  /** The service alone, against a source that is there already; what it must find there is not known. */
  private BenchReport measureAgainst(String source, Scenario scenario) {
    Contender service = service();
    List<Round> rounds = new ArrayList<>();
    for (int run = 1; run <= options.runs(); run++) {
      service.prepare();
      Measurement measurement = measured(service, scenario, source, () -> null);
      rounds.add(new Round(measurement, workshop.tables().content(service.table()), null));
      progress.accept(line(scenario, run, service, measurement));
    }
    BenchReport report = new BenchReport(Machine.describe(null, workshop.tables().version()));
    report.add(scenario, results(Map.of(service, rounds)));
    return report;
  }

  private Round round(Contender contender, Scenario scenario, StandIn standIn) {
    contender.prepare();
    standIn.arrived(scenario);
    Measurement measurement = measured(contender, scenario, standIn.url(scenario), standIn::cpuSeconds);
    Arrivals.Seen seen = standIn.arrived(scenario);
    Tables tables = workshop.tables();
    Tables.Content content = tables.content(contender.table());
    Tables.Content expected = measurement.complete() ? tables.expected() : tables.expectedAsFarAs(contender.table());
    // its merges must not disturb the next one
    tables.drop(contender.table());
    return new Round(measurement.withArrivals(seen, scenario.limit()), content, expected);
  }

  private Measurement measured(Contender contender, Scenario scenario, String url, Supplier<Double> sourceCpu) {
    Double clickHouse = workshop.clickHouseCpu();
    Double source = sourceCpu.get();
    Measurement measurement = contender.run(scenario, url);
    return measurement.withCpu(difference(clickHouse, workshop.clickHouseCpu()), difference(source, sourceCpu.get()));
  }

  private static Double difference(Double before, Double after) {
    return before == null || after == null ? null : after - before;
  }

  private List<Contender> contenders(Path file) {
    List<Contender> contenders = new ArrayList<>();
    if (options.contenders().contains(Contender.SERVICE)) {
      contenders.add(service());
    }
    if (options.contenders().contains(Contender.SCRIPT)) {
      try {
        ScriptContender script =
            ScriptContender.open(workshop.tables(), workshop.clickHouseEndpoint(), options.scriptTime(), workshop.folder(), progress);
        node = script.version();
        contenders.add(script);
      } catch (IOException e) {
        progress.accept("the script does not take part: " + e.getMessage());
      }
    }
    if (options.contenders().contains(Contender.FILE)) {
      contenders.add(new FileContender(workshop.tables(), file));
    }
    return contenders;
  }

  private Contender service() {
    return new ServiceContender(workshop.tables(), workshop.postgres(), workshop.clickHouseEndpoint(), workshop.postgresEndpoint(),
        options.javaOptions(), workshop.folder());
  }

  private static List<Result> results(Map<Contender, List<Round>> rounds) {
    return rounds.entrySet().stream().map(e -> new Result(e.getKey().name(), e.getKey().title(), e.getValue())).toList();
  }

  private static String line(Scenario scenario, int run, Contender contender, Measurement m) {
    return String.format(Locale.ROOT, "%s, run %d, %s: %,d rows in %.1f s, %,.0f rows/s", scenario.title(), run, contender.title(), m.rows(), m.seconds(),
        m.rowsPerSecond());
  }
}
