package io.cascadian.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records the URLs of a running service in its data directory, for commands.
 *
 * <p>The first service writes {@code service.json}, a second one on the same directory {@code service-2.json}, and so on; each removes its own file only.
 * Files of dead processes are ignored, also when another process has the same id now: in a container every one is process 1.
 *
 * @param startedAt start of the process, milliseconds since 1970; null when it is unknown
 * @param instance name of the process, see {@link Instance}
 * @param url of its HTTP server; null when it has none
 * @param given its settings other than defaults, see {@link SettingsComparison}; null of a service of an earlier version
 * @param sandboxUrl base URL of its sandbox's subgraphs, and {@code gammaUrl} of the sandbox's catalogue; null with another source
 * @param sandboxEntities that its sandbox has records of; null with another source, or of a service of an earlier version
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunningService(long pid, Long startedAt, String instance, String url, Map<String, String> given, String sandboxUrl, String gammaUrl,
    Set<String> sandboxEntities) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Tolerance for start times, which other processes compute from a clock that may have been corrected. */
  private static final long INEXACT_MILLIS = 2_000;

  /** Largest number of services on one directory. */
  private static final int MAX_SERVICES = 20;

  /** @param sandbox source of this process; null when it runs no sandbox */
  static RunningService ofThisProcess(String instance, String url, Map<String, String> given, Source sandbox) {
    return new RunningService(
        ProcessHandle.current().pid(), startOf(ProcessHandle.current().pid()), instance, url, given, sandbox == null ? null : sandbox.url(),
        sandbox == null ? null : sandbox.gammaUrl(), sandbox == null ? null : sandbox.entities());
  }

  /** Returns the entities that its sandbox has records of; empty without one. */
  Set<String> entities() {
    return sandboxEntities == null ? Set.of() : sandboxEntities;
  }

  /** Returns the service of a data directory that started first; empty when none is running. */
  static Optional<RunningService> find(Path dataDir) {
    return files(dataDir).map(RunningService::read).flatMap(Optional::stream).filter(RunningService::isRunning).findFirst();
  }

  private static Stream<Path> files(Path dataDir) {
    return IntStream.rangeClosed(1, MAX_SERVICES).mapToObj(number -> dataDir.resolve(number == 1 ? "service.json" : "service-" + number + ".json"));
  }

  private static Optional<RunningService> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), RunningService.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read; delete it when no service is running", e);
    }
  }

  private boolean isRunning() {
    return pid == ProcessHandle.current().pid() ? isOfThisProcess() : isAlive();
  }

  private boolean isOfThisProcess() {
    return pid == ProcessHandle.current().pid() && Objects.equals(startedAt, startOf(pid));
  }

  private boolean isAlive() {
    Long start = startOf(pid);
    return ProcessHandle.of(pid).isPresent() && (startedAt == null || start == null || Math.abs(startedAt - start) <= INEXACT_MILLIS);
  }

  private static Long startOf(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant()).map(Instant::toEpochMilli).orElse(null);
  }

  /** Writes this record to the first file that no running service uses. */
  void write(Path dataDir) {
    changing(dataDir, () -> {
      Path free = files(dataDir).filter(file -> read(file).filter(RunningService::isRunning).isEmpty()).findFirst()
          .orElseThrow(() -> new IOException(MAX_SERVICES + " services run on it"));
      Path temporary = dataDir.resolve("service.json.tmp");
      JSON.writeValue(temporary.toFile(), this);
      Files.move(temporary, free, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    });
  }

  /** Removes the file of a service of this process. */
  static void remove(Path dataDir, String instance) {
    changing(dataDir, () -> {
      for (Path file : files(dataDir).toList()) {
        if (read(file).filter(service -> service.isOfThisProcess() && instance.equals(service.instance)).isPresent()) {
          Files.delete(file);
        }
      }
    });
  }

  /** Changes the files. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** Changes the files under a lock that is exclusive among all processes. */
  private static synchronized void changing(Path dataDir, Change change) {
    try {
      Files.createDirectories(dataDir);
      try (FileChannel channel = FileChannel.open(dataDir.resolve(".service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        change.make();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + dataDir + ": " + e.getMessage(), e);
    }
  }
}
