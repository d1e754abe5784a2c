package io.cascadian.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where does the service of a data directory listen, for other commands on the same directory?
 *
 * <p>Kept in {@code service.json} there; what a dead process left behind does not count.
 *
 * @param url of its HTTP server; null when it has none
 * @param sandboxUrl base URL of its sandbox's subgraphs, and {@code gammaUrl} of the sandbox's catalogue; null with another source
 */
record RunningService(long pid, String url, String sandboxUrl, String gammaUrl) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<RunningService> find(Path dataDir) {
    Path file = dataDir.resolve("service.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), RunningService.class))
          .filter(service -> ProcessHandle.of(service.pid).isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read; delete it when no service is running", e);
    }
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

  static void gone(Path dataDir) {
    try {
      Files.deleteIfExists(dataDir.resolve("service.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + dataDir, e);
    }
  }
}
