package io.cascadian.routes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the folder of the routes: {@code *.camel.yaml} in it and in the folders below it, but neither hidden files nor hidden folders.
 *
 * <p>Files are named by their path below the folder, with slashes, such as {@code sources/goldsky.camel.yaml}. Thread-safe.
 */
public final class RouteFolder {

  static final String ENDING = ".camel.yaml";
  /** A folder that deep below is a mistake, such as a link to a folder above. */
  private static final int DEPTH = 5;

  private final Path path;

  public RouteFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** The texts of all files by name; read one after the other, so {@link #fingerprint} before and after tells whether they go together. */
  public RouteTexts read() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (Path file : entries()) {
      String name = name(file);
      if (name.endsWith(ENDING)) {
        // bytes that are no UTF-8 become characters that the parser points at
        files.put(name, new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
      } else {
        others.add(name);
      }
    }
    return new RouteTexts(files, others);
  }

  /** Changes whenever a file of the folder is written, added, renamed or taken away; reads no content. */
  String fingerprint() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : entries()) {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      all.append(name(file)).append('|').append(facts.lastModifiedTime()).append('|').append(facts.size()).append('|')
          .append(facts.fileKey()).append('\n');
    }
    return all.toString();
  }

  private String name(Path file) {
    return path.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private List<Path> entries() throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new NotDirectoryException(path.toString());
    }
    try (Stream<Path> list = Files.walk(path, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return list.filter(file -> !isHidden(path.relativize(file)) && Files.isRegularFile(file)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isHidden(Path below) {
    for (Path part : below) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
