package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a service on the sandbox's data, in a process and a folder of its own, up to the end of its first nightly run, so that the measured service does not
 * share a process with the caller.
 *
 * <p>Closing it ends the process and deletes the folder. Used by one thread.
 */
public final class DemoProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(10);

  private final Path dataDir;
  private final Process process;
  /** Also when the benchmark itself is ended. */
  private final Thread hook = new Thread(this::end, "end of the benchmark's service");
  private String url;

  private DemoProcess(Path dataDir, Process process) {
    this.dataDir = dataDir;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts the process and waits for the end of its run.
   *
   * @param dataDir made when missing
   * @throws BenchException when there is something in it, or the service does not come up
   */
  public static DemoProcess start(Path dataDir, int scale, Consumer<String> progress) {
    Path folder = dataDir.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      try (Stream<Path> found = Files.list(folder)) {
        if (found.findAny().isPresent()) {
          throw new BenchException("there is something in " + folder + ", and the benchmark deletes its folder at the end; choose another --data-dir", null);
        }
      }
      progress.accept("starting a service on simulated markets and waiting for its first run …");
      ProcessBuilder builder = new ProcessBuilder(List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Duser.timezone=UTC", "-cp", System.getProperty("java.class.path"),
          "io.cascadian.Cascadian", "demo", "--scale", Integer.toString(scale), "--simulation-version", "3", "--data-dir", folder.toString()));
      builder.environment().put("HTTP_PORT", "0");
      builder.environment().put("DROP_DIR", folder.resolve("drop").toString());
      builder.environment().put("RUNTIME_DIR", folder.resolve("runtime").toString());
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("service.log").toFile());
      DemoProcess demo = new DemoProcess(folder, builder.start());
      try {
        demo.await();
        return demo;
      } catch (RuntimeException | IOException e) {
        demo.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() throws IOException {
    Path state = dataDir.resolve("service.json");
    long deadline = System.nanoTime() + RUN_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      if (url == null && Files.exists(state)) {
        url = JSON.readTree(state.toFile()).path("url").asText();
      }
      if (url != null) {
        ApiBench service = new ApiBench(url, CpuMeter.ofCallers());
        FirstRun.Next next = FirstRun.after(JSON.readTree(service.ask("/api/nightly/runs")));
        if (next == FirstRun.Next.MEASURE) {
          return;
        }
        if (next == FirstRun.Next.REQUEST) {
          service.post("/api/nightly/run", "{}");
        }
      }
      try {
        if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
          throw new BenchException("the service ended early; its output:\n" + Files.readString(dataDir.resolve("service.log")), null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
    }
    throw new BenchException("the service's first run did not end within " + RUN_TIMEOUT.toMinutes() + " minutes", null);
  }

  /**
   * Checks that there is something to measure: reads of wallets without data cost next to nothing.
   *
   * @param wallets those that have data
   * @throws BenchException when there are none
   */
  public static void requireData(List<String> wallets) {
    if (wallets.isEmpty()) {
      throw new BenchException("no wallet has data after the service's first run, so there is nothing to measure", null);
    }
  }

  public Path dataDir() {
    return dataDir;
  }

  public String url() {
    return url;
  }

  /** Returns a meter of the service and its databases. */
  public CpuMeter cpu() {
    return CpuMeter.of(process.pid(), postgres());
  }

  /** Returns the process of the embedded Postgres, which is no child of the service; none where it cannot be found. */
  private List<Long> postgres() {
    try {
      return List.of(Long.parseLong(Files.readAllLines(dataDir.resolve("postgres/data/postmaster.pid")).get(0).strip()));
    } catch (IOException | NumberFormatException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is being ended: the hook does it
      return;
    }
    end();
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Folders.deleteIfExists(dataDir);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new BenchException("the benchmark's folder " + dataDir + " could not be deleted: " + e, e);
    }
  }
}
