package io.cascadian.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where does the service of a data directory listen, for other commands on the same directory?
 *
 * <p>Kept in {@code service.json} there; what a dead process left behind does not count, also when another process has its number now: in a
 * container every one is process 1.
 *
 * @param startedAt when the process began, milliseconds since 1970; null when that cannot be learned
 * @param url of its HTTP server; null when it has none
 * @param sandboxUrl base URL of its sandbox's subgraphs, and {@code gammaUrl} of the sandbox's catalogue; null with another source
 */
record RunningService(long pid, Long startedAt, String url, String sandboxUrl, String gammaUrl) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Other processes work a start out anew, from a clock that is corrected now and then. */
  private static final long INEXACT_MILLIS = 2_000;

  static RunningService ofThisProcess(String url, String sandboxUrl, String gammaUrl) {
    return new RunningService(ProcessHandle.current().pid(), startOf(ProcessHandle.current().pid()), url, sandboxUrl, gammaUrl);
  }

  static Optional<RunningService> find(Path dataDir) {
    Path file = dataDir.resolve("service.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), RunningService.class))
          .filter(service -> service.pid == ProcessHandle.current().pid() ? service.isOurs() : service.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read; delete it when no service is running", e);
    }
  }

  private boolean isOurs() {
    return pid == ProcessHandle.current().pid() && Objects.equals(startedAt, startOf(pid));
  }

  private boolean isAlive() {
    Long start = startOf(pid);
    return ProcessHandle.of(pid).isPresent() && (startedAt == null || start == null || Math.abs(startedAt - start) <= INEXACT_MILLIS);
  }

  private static Long startOf(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant()).map(Instant::toEpochMilli).orElse(null);
  }

  void write(Path dataDir) {
    try {
      Files.createDirectories(dataDir);
      Path temporary = dataDir.resolve("service.json.tmp");
      JSON.writeValue(temporary.toFile(), this);
      Files.move(temporary, dataDir.resolve("service.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + dataDir, e);
    }
  }

  /** Says that the service of this process is gone; what another one has written since stays. */
  static void gone(Path dataDir) {
    try {
      Path file = dataDir.resolve("service.json");
      if (Files.exists(file) && JSON.readValue(file.toFile(), RunningService.class).isOurs()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + dataDir, e);
    }
  }
}
