package io.cascadian.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of the routes: {@code *.camel.yaml} in it, but no hidden files. Thread-safe. */
public final class RouteFolder {

  static final String ENDING = ".camel.yaml";

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
      String name = file.getFileName().toString();
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
      all.append(file.getFileName()).append('|').append(facts.lastModifiedTime()).append('|').append(facts.size()).append('|')
          .append(facts.fileKey()).append('\n');
    }
    return all.toString();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      return list.filter(p -> !p.getFileName().toString().startsWith(".") && Files.isRegularFile(p)).sorted().toList();
    }
  }
}
