package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a child process that answers in lines of JSON on its output; its error stream goes to a file.
 *
 * <p>CPU and memory are read while it lives, every few milliseconds, so that its last answer costs it nothing. Used by one thread.
 */
final class Child implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SAMPLE_MILLIS = 20;

  private final Process process;
  private final BufferedReader output;
  private final Path log;
  private volatile Double cpuSeconds;
  private volatile Long peakRss;

  private Child(Process process, Path log) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
    Thread sampler = new Thread(this::sample, "meter of process " + process.pid());
    sampler.setDaemon(true);
    sampler.start();
  }

  /** Starts a Java process with this one's class path. */
  static Child java(Class<?> main, List<String> options, Path log, List<String> arguments) {
    return java(main, options, Map.of(), log, arguments);
  }

  /** Returns the same with variables added to its environment. */
  static Child java(Class<?> main, List<String> options, Map<String, String> environment, Path log, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Duser.timezone=UTC", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(command, environment, Path.of(""), log);
  }

  static Child start(List<String> command, Map<String, String> environment, Path directory, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile()).redirectError(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new Child(builder.start(), log);
    } catch (IOException e) {
      throw new BenchException(command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
  }

  private void sample() {
    try {
      while (process.isAlive()) {
        ProcessMeter.cpuSeconds(process.pid()).ifPresent(cpu -> cpuSeconds = cpu);
        ProcessMeter.peakRss(process.pid()).ifPresent(rss -> peakRss = rss);
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the next line of the output.
   *
   * @throws BenchException when the process ended instead, with the end of what it wrote to its error stream
   */
  JsonNode answer() {
    try {
      String line = output.readLine();
      while (line != null && !line.startsWith("{")) {
        // what the Java machine itself prints when --java-options ask it to (a profiler, -Xlog)
        line = output.readLine();
      }
      if (line != null) {
        return JSON.readTree(line);
      }
      throw new BenchException("a process of the benchmark ended early with " + process.waitFor() + "; its output:\n" + tail(), null);
    } catch (IOException e) {
      throw new BenchException("a process of the benchmark cannot be understood: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** Writes a line to the process's input and waits for its answer. */
  JsonNode ask(String line) {
    send(line);
    return answer();
  }

  /** Writes a line to the process's input. */
  void send(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new BenchException("a process of the benchmark has ended; its output:\n" + tail(), e);
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }

  /** CPU seconds since its start; null when unknown. */
  Double cpuSeconds() {
    return cpuSeconds;
  }

  /** Most resident memory, bytes; null when unknown. */
  Long peakRss() {
    return peakRss;
  }

  /** Counts the most resident memory from now on. */
  void resetPeakRss() {
    ProcessMeter.resetPeakRss(process.pid());
    peakRss = null;
  }

  /** Kills the process, as a crash does: it closes nothing. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the process. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
