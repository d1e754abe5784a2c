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
 * Measures this service's ingestion beside a typical polling script, and beside ClickHouse alone.
 *
 * <p>One simulated history is served to all; the candidates take turns, and what they stored is compared with what the history must become.
 */
public final class IngestBench {

  private final BenchOptions options;
  private final Consumer<String> progress;
  private final Fixture fixture;
  private String node;

  private IngestBench(BenchOptions options, Consumer<String> progress, Fixture fixture) {
    this.options = options;
    this.progress = progress;
    this.fixture = fixture;
  }

  /**
   * Measures all scenarios, and removes everything that it started and wrote.
   *
   * @param progress gets a line for each thing that is done
   * @throws BenchException when something that is needed cannot be had
   */
  public static BenchReport run(BenchOptions options, Consumer<String> progress) throws IOException {
    List<Scenario> scenarios = options.plan();
    try (Fixture fixture = Fixture.open(options.dataDir(), progress)) {
      IngestBench bench = new IngestBench(options, progress, fixture);
      return fixture.measure(
          () -> options.source() == null ? bench.compare(scenarios) : bench.measureAgainst(options.source(), scenarios.get(0)));
    }
  }

  private BenchReport compare(List<Scenario> scenarios) throws IOException {
    progress.accept(options.feed() == null ? "simulating a history of scale " + options.scale() + " …" : "reading " + options.feed() + " …");
    Path raw = fixture.folder().resolve("raw.jsonl");
    Path file = fixture.folder().resolve("rows.jsonl");
    Stub stub = fixture.keep(Stub.start(options.history(), scenarios, raw, fixture.folder()));
    progress.accept(String.format(Locale.ROOT, "%,d fills are served; working out what they must become …", stub.fills()));
    fixture.tables().expect(raw, file);
    Files.delete(raw);
    List<Candidate> candidates = candidates(file);
    warmUp(candidates, scenarios, stub);
    BenchReport report = new BenchReport(Machine.describe(node, fixture.tables().version()));
    for (Scenario scenario : scenarios) {
      Map<Candidate, List<Round>> rounds = new LinkedHashMap<>();
      for (int run = 1; run <= options.runs(); run++) {
        for (Candidate candidate : candidates) {
          Round round = round(candidate, scenario, stub);
          progress.accept(line(scenario, run, candidate, round.measurement()));
          rounds.computeIfAbsent(candidate, c -> new ArrayList<>()).add(round);
        }
      }
      report.add(scenario, results(rounds));
    }
    return report;
  }

  /** The stub and ClickHouse are long-lived processes, so that whoever came first would pay for their being new. */
  private void warmUp(List<Candidate> candidates, List<Scenario> scenarios, Stub stub) {
    Optional<Scenario> unlimited = scenarios.stream().filter(s -> !s.isLimited()).findFirst();
    if (unlimited.isPresent() && !candidates.isEmpty()) {
      progress.accept("one run that does not count, to warm up …");
      round(candidates.get(0), unlimited.get(), stub);
    }
  }

  /** Measures the service alone, against an existing source with unknown content. */
  private BenchReport measureAgainst(String source, Scenario scenario) {
    Candidate service = service();
    List<Round> rounds = new ArrayList<>();
    for (int run = 1; run <= options.runs(); run++) {
      service.prepare();
      Measurement measurement = measured(service, scenario, source, () -> null);
      rounds.add(new Round(measurement, fixture.tables().content(service.table()), null));
      progress.accept(line(scenario, run, service, measurement));
    }
    BenchReport report = new BenchReport(Machine.describe(null, fixture.tables().version()));
    report.add(scenario, results(Map.of(service, rounds)));
    return report;
  }

  private Round round(Candidate candidate, Scenario scenario, Stub stub) {
    candidate.prepare();
    stub.arrived(scenario);
    Measurement measurement = measured(candidate, scenario, stub.url(scenario), stub::cpuSeconds);
    Arrivals.Seen seen = stub.arrived(scenario);
    Tables tables = fixture.tables();
    Tables.Content content = tables.content(candidate.table());
    Tables.Content expected = measurement.complete() ? tables.expected() : tables.expectedAsFarAs(candidate.table());
    // its merges must not disturb the next one
    tables.drop(candidate.table());
    return new Round(measurement.withArrivals(seen, scenario.limit()), content, expected);
  }

  private Measurement measured(Candidate candidate, Scenario scenario, String url, Supplier<Double> sourceCpu) {
    Double clickHouse = fixture.clickHouseCpu();
    Double source = sourceCpu.get();
    Measurement measurement = candidate.run(scenario, url);
    return measurement.withCpu(difference(clickHouse, fixture.clickHouseCpu()), difference(source, sourceCpu.get()));
  }

  private static Double difference(Double before, Double after) {
    return before == null || after == null ? null : after - before;
  }

  private List<Candidate> candidates(Path file) {
    List<Candidate> candidates = new ArrayList<>();
    if (options.candidates().contains(Candidate.SERVICE)) {
      candidates.add(service());
    }
    if (options.candidates().contains(Candidate.SCRIPT)) {
      try {
        ScriptCandidate script =
            ScriptCandidate.open(fixture.tables(), fixture.clickHouseEndpoint(), options.scriptTime(), fixture.folder(), progress);
        node = script.version();
        candidates.add(script);
      } catch (IOException e) {
        progress.accept("the script does not take part: " + e.getMessage());
      }
    }
    if (options.candidates().contains(Candidate.FILE)) {
      candidates.add(new FileCandidate(fixture.tables(), file));
    }
    return candidates;
  }

  private Candidate service() {
    return new ServiceCandidate(fixture.tables(), fixture.postgres(), fixture.clickHouseEndpoint(), fixture.postgresEndpoint(),
        options.javaOptions(), fixture.folder());
  }

  private static List<Result> results(Map<Candidate, List<Round>> rounds) {
    return rounds.entrySet().stream().map(e -> new Result(e.getKey().name(), e.getKey().title(), e.getValue())).toList();
  }

  private static String line(Scenario scenario, int run, Candidate candidate, Measurement m) {
    return String.format(Locale.ROOT, "%s, run %d, %s: %,d rows in %.1f s, %,.0f rows/s", scenario.title(), run, candidate.title(), m.rows(), m.seconds(),
        m.rowsPerSecond());
  }
}
