package io.cascadian.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The ClickHouse engine as a native library, fetched once by the npm client into a cache outside the project.
 *
 * <p>npm checks the package's integrity. The library is moved into place whole, so a fetch that was cut off is never used; processes that
 * fetch at the same time wait for one another.
 */
final class ChdbLibrary {

  private static final String VERSION = "26.7.3-stable.1";
  private static final long FETCH_MINUTES = 15;

  private ChdbLibrary() {}

  /** The library's path, after fetching it when the cache has none. */
  static Path path(Consumer<String> progress) {
    String npmPackage = npmPackage();
    Path cache = cache();
    Path target = cache.resolve("chdb-" + VERSION);
    Path library = target.resolve("node_modules").resolve(npmPackage).resolve(System.mapLibraryName("chdb"));
    Path plain = library.resolveSibling("libchdb.so");
    if (Files.isRegularFile(plain)) {
      return plain;
    }
    try {
      Files.createDirectories(cache);
      try (FileChannel channel = FileChannel.open(
              cache.resolve("chdb-" + VERSION + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock waited = channel.lock()) {
        if (waited.isValid() && !Files.isRegularFile(plain)) {
          progress.accept("fetching the ClickHouse engine once (about 160 MB, npm package " + npmPackage + " " + VERSION + ") …");
          fetch(npmPackage, cache, target);
          progress.accept("the ClickHouse engine is in " + target);
        }
      }
    } catch (IOException e) {
      throw new EmbeddedStoreException("ClickHouse", "fetch", "the cache " + cache + " cannot be used: " + e, e);
    }
    if (!Files.isRegularFile(plain)) {
      throw new EmbeddedStoreException("ClickHouse", "fetch", "the package " + npmPackage + " holds no libchdb.so", null);
    }
    return plain;
  }

  private static void fetch(String npmPackage, Path cache, Path target) throws IOException {
    Path temporary = Files.createTempDirectory(cache, "fetch-");
    Path log = cache.resolve("npm.log");
    try {
      Process npm;
      try {
        npm = new ProcessBuilder(List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock",
            "--prefix", temporary.toString(), npmPackage + "@" + VERSION))
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
      } catch (IOException e) {
        throw new EmbeddedStoreException("ClickHouse", "fetch",
            "the npm client is not installed (on Debian: apt-get install npm)", e);
      }
      if (!npm.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
        npm.destroyForcibly();
        throw new EmbeddedStoreException("ClickHouse", "fetch", "npm did not finish within " + FETCH_MINUTES + " minutes", null);
      }
      if (npm.exitValue() != 0) {
        throw new EmbeddedStoreException("ClickHouse", "fetch",
            "npm failed; is the network there, and is the disk not full? npm said:\n" + tail(log), null);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStoreException("ClickHouse", "fetch", "interrupted", e);
    } finally {
      Folders.deleteIfExists(temporary);
    }
  }

  /** Where fetched engines are kept, for all projects of this user. */
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

  private static String npmPackage() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (os.contains("linux")) {
      return arm ? "@chdb/lib-linux-arm64-gnu" : "@chdb/lib-linux-x64-gnu";
    }
    if (os.contains("mac")) {
      return arm ? "@chdb/lib-darwin-arm64" : "@chdb/lib-darwin-x64";
    }
    throw new EmbeddedStoreException("ClickHouse", "fetch", "there is no engine for " + os + " on " + arch, null);
  }

  /** The last lines of a log, for an error message. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }
}
