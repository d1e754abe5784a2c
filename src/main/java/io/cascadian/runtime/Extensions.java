package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Loads the jars that an operator adds to the program, such as further components of Camel with what they need.
 *
 * <p>The service, single runs and the validator of one process use the same class loader. Classes are looked up in the program first, so an extension
 * cannot replace them. Thread-safe.
 */
final class Extensions {

  private static final Map<List<Path>, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  private Extensions() {}

  /** Returns the jars in the folder of the settings, ordered by name; none without such a folder. */
  static List<Path> jars(Settings settings) {
    Path folder = settings.path(RouteSettings.EXTENSIONS_DIR);
    if (!Files.isDirectory(folder)) {
      if (settings.isGiven(RouteSettings.EXTENSIONS_DIR)) {
        throw new SettingsException(List.of("EXTENSIONS_DIR: there is no folder '" + folder + "'; create it, or remove the setting"));
      }
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".jar")).map(Path::toAbsolutePath).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of extensions cannot be read: " + folder, e);
    }
  }

  /** Returns the class loader of the program and the jars; the program's own where there are none. */
  static ClassLoader loader(Settings settings) {
    return LOADERS.computeIfAbsent(jars(settings), Extensions::open);
  }

  private static ClassLoader open(List<Path> jars) {
    ClassLoader program = Extensions.class.getClassLoader();
    if (jars.isEmpty()) {
      return program;
    }
    return new URLClassLoader("extensions", jars.stream().map(Extensions::url).toArray(URL[]::new), program);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a file that can be loaded: " + jar, e);
    }
  }
}
