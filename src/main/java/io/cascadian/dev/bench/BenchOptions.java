package io.cascadian.dev.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Holds what the benchmark is to measure.
 *
 * @param scale of the simulated history; 1 is some 340,000 fills
 * @param feed recorded history instead; null for a simulated one
 * @param scenarios names of the scenarios, in order: {@code plain}, {@code latency}, {@code limited}
 * @param candidates names of those that take part: {@code service}, {@code script}, {@code file}
 * @param runs repetitions of each candidate in each scenario, of which the median counts
 * @param latency of the scenario {@code latency}
 * @param limit requests per {@code window} in the scenario {@code limited}
 * @param scriptTime after which the script is stopped; what it did until then counts
 * @param javaOptions of the service's process, such as {@code -Xmx512m}
 * @param dataDir folder for databases and files; emptied afterwards
 * @param source base URL of a source that is there already, for the service alone; null for a stub of the benchmark's own
 */
public record BenchOptions(
    int scale, Path feed, List<String> scenarios, Set<String> candidates, int runs, Duration latency, int limit, Duration window,
    Duration scriptTime, List<String> javaOptions, Path dataDir, String source) {

  public BenchOptions {
    scenarios = List.copyOf(scenarios);
    javaOptions = List.copyOf(javaOptions);
    candidates = Set.copyOf(candidates);
  }

  /** Returns the history as an option of the stub. */
  String history() {
    return feed == null ? Integer.toString(scale) : feed.toAbsolutePath().toString();
  }

  List<Scenario> plan() {
    return scenarios.stream().map(name -> switch (name) {
      case Scenario.PLAIN -> new Scenario(name, 0, 0, 0);
      case Scenario.LATENCY -> new Scenario(name, latency.toMillis(), 0, 0);
      case Scenario.LIMITED -> new Scenario(name, 0, limit, window.toMillis());
      default -> throw new IllegalArgumentException("there is no scenario '" + name + "'; there are plain, latency and limited");
    }).toList();
  }
}
