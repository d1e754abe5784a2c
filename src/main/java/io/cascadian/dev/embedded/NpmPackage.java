package io.cascadian.dev.embedded;

import io.cascadian.files.Folders;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches an npm package of one exact version once, by the npm client, into a cache outside the project.
 *
 * <p>npm checks the package's integrity. The package is moved into place whole, so a fetch that was cut off is never used; processes that
 * fetch at the same time wait for one another.
 *
 * @param name such as {@code @clickhouse/client}
 * @param folder its folder in the cache, which holds {@code node_modules}; with the version in its name
 */
public record NpmPackage(String name, String version, String folder) {

  private static final long FETCH_MINUTES = 15;

  /**
   * Returns the {@code node_modules} folder that holds the package, after fetching it when the cache has none.
   *
   * @param progress gets a line before and after a fetch
   * @throws IOException when the package cannot be fetched; the message names the reason and the remedy
   */
  public Path modules(Consumer<String> progress) throws IOException {
    Path cache = cache();
    Path modules = cache.resolve(folder).resolve("node_modules");
    if (Files.isDirectory(modules.resolve(name))) {
      return modules;
    }
    Files.createDirectories(cache);
    try (FileChannel channel = FileChannel.open(cache.resolve(folder + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock waited = channel.lock()) {
      if (waited.isValid() && !Files.isDirectory(modules.resolve(name))) {
        progress.accept("fetching the npm package " + name + " " + version + " once …");
        fetch(cache);
        progress.accept("the npm package " + name + " is in " + cache.resolve(folder));
      }
    }
    return modules;
  }

  private void fetch(Path cache) throws IOException {
    Path temporary = Files.createTempDirectory(cache, "fetch-");
    Path log = cache.resolve("npm.log");
    try {
      Process npm;
      try {
        npm = new ProcessBuilder(List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock",
            "--prefix", temporary.toString(), name + "@" + version))
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
      } catch (IOException e) {
        throw new IOException("the npm client is not installed (on Debian: apt-get install npm)", e);
      }
      if (!npm.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
        npm.destroyForcibly();
        throw new IOException("npm did not finish within " + FETCH_MINUTES + " minutes");
      }
      if (npm.exitValue() != 0) {
        throw new IOException("npm failed; is the network there, and is the disk not full? its output:\n" + tail(log));
      }
      Files.move(temporary, cache.resolve(folder), StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while npm was fetching");
    } finally {
      Folders.deleteIfExists(temporary);
    }
  }

  /** Returns the folder of fetched packages, shared by all projects of this user. */
  static Path cache() {
    String configured = System.getenv("CASCADIAN_CACHE");
    if (configured != null && !configured.isBlank()) {
      return Path.of(configured).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && !xdg.isBlank()
        ? Path.of(xdg, "cascadian")
        : Path.of(System.getProperty("user.home"), ".cache", "cascadian");
  }

  /** Returns the last lines of a log, for an error message. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }
}
