package io.cascadian.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists the files of a folder on the class path, in a jar or in a folder of classes. Stateless. */
final class ClassPathFolder {

  private ClassPathFolder() {}

  /** Returns their names, in no order. */
  static List<String> names(String folder) {
    URL url = ClassPathFolder.class.getResource("/" + folder);
    if (url == null) {
      throw new IllegalStateException("no folder " + folder + " on the class path");
    }
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        // opened by the class loader already, and left open for it
        return jar.getJarFile().stream().map(entry -> entry.getName())
            .filter(name -> name.startsWith(folder + "/") && !name.endsWith("/")).map(name -> name.substring(folder.length() + 1)).toList();
      }
      try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " on the class path cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
