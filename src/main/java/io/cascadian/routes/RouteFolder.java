package io.cascadian.routes;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the folder of the routes: {@code *.camel.yaml} in it and in the folders below it, but neither hidden files nor hidden folders.
 *
 * <p>What is named like a route and cannot be read as one, such as a pipe, a folder or a file without permission, is a problem of the set and not left
 * out: its routes would be missing. Files are named by their path below the folder, with slashes, such as {@code sources/goldsky.camel.yaml}.
 * Thread-safe.
 */
public final class RouteFolder {

  static final String ENDING = ".camel.yaml";
  /** Most bytes of a file: some hundred times what a route takes, and small enough to be validated within a second. */
  static final int MAX_BYTES = 256 * 1024;
  /** A folder that deep below is a mistake, such as a link to a folder above. */
  private static final int DEPTH = 5;

  private final Path path;

  public RouteFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** Returns the texts of all files by name; read one after the other, so {@link #fingerprint} before and after shows whether they go together. */
  public RouteTexts read() throws IOException {
    Entries entries = entries();
    SortedMap<String, String> files = new TreeMap<>();
    List<String> others = new ArrayList<>();
    List<RouteProblem> unreadable = new ArrayList<>(entries.odd);
    for (Map.Entry<Path, BasicFileAttributes> entry : entries.files.entrySet()) {
      String name = name(entry.getKey());
      if (!name.endsWith(ENDING)) {
        others.add(name);
        continue;
      }
      try (InputStream in = Files.newInputStream(entry.getKey())) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          unreadable.add(new RouteProblem(name, 1, "the file has more than " + MAX_BYTES / 1024 + " KiB", "split it into several files; routes are found by their ids"));
        } else {
          String text = new String(bytes, StandardCharsets.UTF_8);
          if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            files.put(name, text);
          } else {
            int line = (int) text.substring(0, Math.max(0, text.indexOf('\uFFFD'))).chars().filter(c -> c == '\n').count() + 1;
            unreadable.add(new RouteProblem(name, line, "the file is not in UTF-8", "save it as UTF-8"));
          }
        }
      } catch (NoSuchFileException e) {
        throw e;
      } catch (IOException e) {
        unreadable.add(new RouteProblem(name, 1, "the file cannot be read: " + reason(e), "make it readable for the service, or move it out of the folder"));
      }
    }
    return new RouteTexts(files, others, unreadable);
  }

  /** Changes whenever a file of the folder is written, added, renamed or taken away; reads no content. */
  String fingerprint() throws IOException {
    StringBuilder all = new StringBuilder();
    Entries entries = entries();
    entries.files.forEach((file, facts) -> all.append(name(file)).append('|').append(facts.lastModifiedTime()).append('|').append(facts.size()).append('|')
        .append(facts.fileKey()).append('|').append(Files.isReadable(file)).append('\n'));
    entries.odd.forEach(problem -> all.append(problem.text()).append('\n'));
    return all.toString();
  }

  private String name(Path file) {
    return path.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private Entries entries() throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new NotDirectoryException(path.toString());
    }
    Entries entries = new Entries();
    Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, entries);
    return entries;
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
  }

  /** Collects the entries of the folder: regular files, and others that are named like route files. */
  private final class Entries extends SimpleFileVisitor<Path> {
    private final SortedMap<Path, BasicFileAttributes> files = new TreeMap<>();
    private final List<RouteProblem> odd = new ArrayList<>();

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
      if (folder.equals(path)) {
        return FileVisitResult.CONTINUE;
      }
      if (isHidden(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (folder.toString().endsWith(ENDING)) {
        odd(folder, "it is a folder", "rename the folder, so that it does not end in " + ENDING);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (facts.isRegularFile()) {
        files.put(file, facts);
      } else if (facts.isDirectory()) {
        odd(file, "it is a folder more than " + (DEPTH - 1) + " folders deep, which is not looked into", "move it up, or out of the folder of the routes");
      } else if (file.toString().endsWith(ENDING)) {
        odd(file, facts.isSymbolicLink() ? "it is a link that leads nowhere" : "it is no regular file, but a pipe, socket or device",
            "put a file there, or take it away");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException || file.equals(path)) {
        throw failure;
      }
      if (!isHidden(file)) {
        odd(file, failure instanceof FileSystemLoopException ? "it is a link to a folder that it is in" : "it cannot be read: " + reason(failure),
            failure instanceof FileSystemLoopException ? "take the link away" : "make it readable for the service, or move it out of the folder");
      }
      return FileVisitResult.CONTINUE;
    }

    private void odd(Path file, String what, String remedy) {
      odd.add(new RouteProblem(name(file), 1, "not read: " + what, remedy));
    }

    /** Hidden folders are not entered, so the last name is all there is to ask. */
    private boolean isHidden(Path file) {
      return file.getFileName().toString().startsWith(".");
    }
  }
}
