package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Locates the ClickHouse engine, a native library of about 160 MB in an npm package, and fetches it once. */
final class ChdbLibrary {

  private static final String VERSION = "26.7.3-stable.1";

  private ChdbLibrary() {}

  /** Returns the library's path, after fetching it when the cache has none. */
  static Path path(Consumer<String> progress) {
    NpmPackage engine = new NpmPackage(packageName(), VERSION, "chdb-" + VERSION);
    Path library;
    try {
      library = engine.modules(progress).resolve(engine.name()).resolve("libchdb.so");
    } catch (IOException e) {
      throw new EmbeddedStoreException("ClickHouse", "fetch", e.getMessage(), e);
    }
    if (!Files.isRegularFile(library)) {
      throw new EmbeddedStoreException("ClickHouse", "fetch", "the package " + engine.name() + " holds no libchdb.so", null);
    }
    return library;
  }

  private static String packageName() {
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
}
