package io.cascadian.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with the routes of this project, or a copy of it that a test edits as operators do. */
public final class RouteTree {

  private static final String ENDING = ".camel.yaml";

  private final Path root;

  private RouteTree(Path root) {
    this.root = root;
  }

  /** The routes of this project, only to be read. */
  public static RouteTree ofProject() {
    return new RouteTree(Path.of("routes"));
  }

  /** Copies the routes of this project, folders included. */
  public static RouteTree copiedTo(Path target) throws IOException {
    RouteTree copy = new RouteTree(Files.createDirectories(target));
    copy.reset();
    return copy;
  }

  /**
   * Copies the routes of this project, with folders that are looked at ten times a second: for tests of what becomes of dropped files, not of when they are
   * taken.
   */
  public static RouteTree lookingOften(Path target) throws IOException {
    RouteTree copy = copiedTo(target);
    copy.pollEvery100Millis("resolution-file-watch");
    copy.pollEvery100Millis("resolution-file-claim");
    return copy;
  }

  private void pollEvery100Millis(String route) throws IOException {
    String text = text(route);
    String often = text.replaceAll("(?m)^( +(?:delay|initialDelay)): \\d+$", "$1: 100");
    if (often.equals(text)) {
      throw new AssertionError("the route " + route + " has no delay of its polls any more");
    }
    Files.writeString(file(route), often);
  }

  public Path root() {
    return root;
  }

  /** All files in it, in the order of their names. */
  public List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The file with the route or the stream of this id, by its name or by what is in it; one at the top where there is none. */
  public Path file(String id) throws IOException {
    Path byName = null;
    Path byContent = null;
    Pattern written = Pattern.compile("(?m)^\\s+(id|routeId): " + Pattern.quote(id) + "$");
    for (Path file : files()) {
      if (file.getFileName().toString().equals(id + ENDING)) {
        byName = file;
      } else if (byContent == null && file.toString().endsWith(ENDING) && written.matcher(Files.readString(file)).find()) {
        byContent = file;
      }
    }
    return byName != null ? byName : byContent != null ? byContent : root.resolve(id + ENDING);
  }

  /** Name of the file with this route as the service writes it: its path below the folder. */
  public String name(String id) throws IOException {
    return name(file(id));
  }

  /** Name of a file as the service writes it: its path below the folder. */
  public String name(Path file) {
    return root.relativize(file).toString();
  }

  public String text(String id) throws IOException {
    return Files.readString(file(id));
  }

  /** Makes it again what this project has; returns whether anything was different. */
  public boolean reset() throws IOException {
    Path project = Path.of("routes");
    boolean changed = false;
    for (Path file : files()) {
      if (Files.notExists(project.resolve(root.relativize(file)))) {
        Files.delete(file);
        changed = true;
      }
    }
    try (Stream<Path> originals = Files.walk(project)) {
      for (Path original : originals.filter(Files::isRegularFile).toList()) {
        changed |= restore(original, root.resolve(project.relativize(original)));
      }
    }
    return changed;
  }

  private static boolean restore(Path original, Path copy) {
    try {
      Files.createDirectories(copy.getParent());
      boolean different = Files.notExists(copy) || Files.mismatch(original, copy) >= 0;
      if (different) {
        Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return different;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
