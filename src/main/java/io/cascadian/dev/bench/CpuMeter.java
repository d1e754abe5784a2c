package io.cascadian.dev.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures how much of the machine the processes of a measurement use: the callers' own, the service's and its databases'. Used by one thread.
 */
public final class CpuMeter {

  private final Long service;
  private final List<Long> databases;
  private Map<Long, Double> begun = Map.of();
  private long since;

  private CpuMeter(Long service, List<Long> databases) {
    this.service = service;
    this.databases = databases;
  }

  /** Returns a meter of the callers only, where it is not known which processes serve them. */
  public static CpuMeter ofCallers() {
    return new CpuMeter(null, List.of());
  }

  /**
   * Returns a meter of callers, service and databases.
   *
   * @param databases those that are no children of the service
   */
  public static CpuMeter of(long service, List<Long> databases) {
    return new CpuMeter(service, List.copyOf(databases));
  }

  /** Counts from now on. */
  public void start() {
    begun = seconds();
    since = System.nanoTime();
  }

  /** Returns the CPU seconds a second, since the start, of {@code callers}, {@code service} and {@code databases}; what cannot be read is missing. */
  public Map<String, Double> cores() {
    double wall = (System.nanoTime() - since) / 1e9;
    Map<String, Double> cores = new LinkedHashMap<>();
    seconds().forEach((pid, cpu) -> cores.merge(name(pid), (cpu - begun.getOrDefault(pid, 0.0)) / wall, Double::sum));
    return cores;
  }

  private String name(long pid) {
    if (pid == ProcessHandle.current().pid()) {
      return "callers";
    }
    return service != null && pid == service ? "service" : "databases";
  }

  private Map<Long, Double> seconds() {
    Map<Long, Double> seconds = new TreeMap<>();
    put(seconds, ProcessHandle.current().pid());
    if (service != null) {
      put(seconds, service);
      putDescendants(seconds, service);
    }
    databases.forEach(database -> {
      put(seconds, database);
      putDescendants(seconds, database);
    });
    return seconds;
  }

  private static void putDescendants(Map<Long, Double> seconds, long pid) {
    ProcessHandle.of(pid).ifPresent(process -> process.descendants().forEach(child -> put(seconds, child.pid())));
  }

  private static void put(Map<Long, Double> seconds, long pid) {
    Optional<Double> cpu = ProcessMeter.cpuSeconds(pid);
    cpu.ifPresent(value -> seconds.put(pid, value));
  }
}
