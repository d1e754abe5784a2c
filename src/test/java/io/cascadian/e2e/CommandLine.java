package io.cascadian.e2e;

import io.cascadian.testkit.ClassArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged program, started as a user would, in a process of its own. */
public final class CommandLine implements AutoCloseable {

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private CommandLine(Process process) {
    this.process = process;
    // not in the common pool, which may have one thread for all processes
    Thread reader = new Thread(() -> {
      read();
      ended.complete(null);
    }, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  public static CommandLine start(Map<String, String> environment, String... arguments) throws IOException {
    return start(Path.of("").toAbsolutePath(), jar(), environment, arguments);
  }

  /**
   * The same in a working directory of the caller's.
   *
   * @param jar the program as the command names it; a relative path counts from the working directory
   */
  static CommandLine start(Path directory, Path jar, Map<String, String> environment, String... arguments) throws IOException {
    // compiled quickly rather than well: these processes live for seconds, and the tests have two cores
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (directory.resolve(jar).equals(jar())) {
      command.addAll(ClassArchive.options(command, jar()));
    }
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new CommandLine(builder.start());
  }

  /** The packaged program, as an absolute path. */
  static Path jar() {
    return Path.of(System.getProperty("cascadian.jar", "target/cascadian.jar")).toAbsolutePath();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
          output.notifyAll();
        }
      }
    } catch (IOException e) {
      // a killed process closes its pipe
    }
  }

  /** Waits for a line; fails with what was printed when none comes. */
  public void awaitLine(String regex, int seconds) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    synchronized (output) {
      while (output.stream().noneMatch(line -> pattern.matcher(line).find())) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || !process.isAlive()) {
          throw new AssertionError("no line like '" + regex + "' in:\n" + String.join("\n", output));
        }
        output.wait(Math.min(left, 200));
      }
    }
  }

  public int exitCode(int seconds) throws Exception {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + text());
    }
    ended.get(5, TimeUnit.SECONDS);
    return process.exitValue();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  public String text() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
