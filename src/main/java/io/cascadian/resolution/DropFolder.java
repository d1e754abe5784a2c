package io.cascadian.resolution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves files out of the drop folder, each as soon as it has stopped changing, by one rename into the folder of waiting files.
 *
 * <p>Before that it makes what others cannot read readable: a link is replaced by a copy of its file, and a name that Java or Camel cannot handle by one that
 * they can. What cannot be taken at all is logged once, with the reason, and counted by {@link #untaken} until it is gone; it keeps no other file waiting. A
 * crash leaves a file in one folder or in the other. {@link #untaken} may be asked by any thread, the rest is called by one at a time.
 */
public final class DropFolder {

  private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
  /** Control characters, line separators, what stands for bytes that are no text, and the backslash, which Camel takes for a separator of folders. */
  private static final Pattern UNUSABLE = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\uFFFD\\\\]");
  /** From when on a file that keeps changing, or that the route leaves lying, is reported. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path folder;
  private final Path inbox;
  private final ArrivalNames names;
  private final SettledFiles settled;
  private final LinkCopies copies;
  private final Map<Path, String> untaken = new ConcurrentHashMap<>();

  /**
   * @param folder the watched folder; created when missing
   * @param inbox the folder of waiting files, on the same file system
   */
  public DropFolder(Path folder, Path inbox) {
    this(folder, inbox, System::nanoTime);
  }

  /** @param nanos a monotonic clock */
  DropFolder(Path folder, Path inbox, LongSupplier nanos) {
    this.folder = folder;
    this.inbox = inbox;
    this.settled = new SettledFiles(nanos);
    this.copies = new LinkCopies(folder, nanos);
    try {
      makeInbox();
      this.names = new ArrivalNames(inbox, Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException("the drop folder " + folder + " cannot be used", e);
    }
  }

  /** Returns how many files lie in the folder that cannot be taken. */
  public int untaken() {
    return untaken.size();
  }

  /**
   * Scans the folder, makes readable what can be made so, and reports what cannot be taken.
   *
   * @param wanted what the whole name of a file must match to be taken; null when any is
   * @throws UncheckedIOException when the folder cannot be read
   */
  public void prepare(Pattern wanted) {
    try {
      makeInbox();
      Set<Path> present = new HashSet<>();
      for (Path entry : entries()) {
        Path usable = withUsableName(entry);
        present.add(usable);
        prepare(usable, wanted);
      }
      settled.retain(folder, present);
      untaken.keySet().removeIf(file -> folder.equals(file.getParent()) && !present.contains(file));
      copies.retain(present);
    } catch (IOException e) {
      throw new UncheckedIOException("the drop folder " + folder + " cannot be read: " + e, e);
    }
  }

  /**
   * Moves a file to the waiting ones and returns where it is now, or nothing while it is still changing or when it is gone.
   *
   * @param waiting where it is to wait, below this folder; its name gets the time of arrival before it
   * @throws IOException when it cannot be moved; it stays where it is
   */
  public Optional<Path> take(Path file, String waiting) throws IOException {
    Path path = file;
    try {
      if (Files.isSameFile(path.toAbsolutePath().getParent(), folder)) {
        // as it is named here, so that each look is at the same file
        path = folder.resolve(path.getFileName());
      }
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !settled.isSettled(path)) {
        return Optional.empty();
      }
      Path target = folder.resolve(waiting);
      Path taken = target.resolveSibling(names.next(target.getFileName().toString()));
      Files.move(path, taken, StandardCopyOption.ATOMIC_MOVE);
      settled.forget(path);
      untaken.remove(path);
      return Optional.of(taken);
    } catch (IOException e) {
      if (e instanceof NoSuchFileException && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
        // whoever dropped it took it back, or another process on the same folder was faster
        return Optional.empty();
      }
      untaken.putIfAbsent(path, "it cannot be moved");
      throw new IOException("dropped files wait in " + folder + ", because they cannot be moved to " + folder.resolve(waiting).getParent() + "; make both folders writable: " + e, e);
    }
  }

  /** Deletes what a crash left behind: copies of the files of links. */
  public void deleteLeftOver() throws IOException {
    copies.deleteLeftOver();
  }

  /** Returns what is there but for hidden entries and folders. */
  private List<Path> entries() throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      for (Path entry : found) {
        if (!entry.getFileName().toString().startsWith(".") && !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  /** Returns the entry under a name that can be used, to which it is renamed where it has another. */
  private Path withUsableName(Path entry) {
    String usable = UNUSABLE.matcher(entry.getFileName().toString()).replaceAll("_");
    if (usable.equals(entry.getFileName().toString())) {
      return entry;
    }
    Path renamed = folder.resolve(usable);
    for (int i = 2; Files.exists(renamed, LinkOption.NOFOLLOW_LINKS); i++) {
      renamed = folder.resolve(i + "-" + usable);
    }
    try {
      Files.move(entry, renamed);
      LOG.warn("Dropped file {}: renamed to this, because its name had characters that cannot be used; it is taken under the new name", renamed.getFileName());
      return renamed;
    } catch (IOException e) {
      report(entry, "its name has characters that cannot be used, and it cannot be renamed (" + e.getClass().getSimpleName() + "); rename it");
      return entry;
    }
  }

  private void prepare(Path entry, Pattern names) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean wanted = names == null || names.matcher(entry.getFileName().toString()).matches();
      if (wanted && attributes.isSymbolicLink()) {
        replaceLink(entry);
      } else if (!attributes.isRegularFile()) {
        report(entry, "it is neither a file nor a link to one that the route takes; take it away");
      } else if (!settled.isSettled(entry)) {
        if (wanted) {
          reportChanging(entry);
        }
      } else if (settled.unchanged(entry).compareTo(LONG) > 0 && !untaken.containsKey(entry)) {
        // not at once: a writer may give the file its name at the end
        report(entry, wanted ? "the route leaves it lying; look at the options of its endpoint and at earlier lines of this log"
            : "its name does not match '" + names + "', the names that the route takes; rename it");
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} has gone again", entry);
    } catch (IOException e) {
      report(entry, "it cannot be looked at: " + e);
    }
  }

  /** Replaces a link by a copy of its file, so that what is processed later is what was dropped, whatever happens to the link's target. */
  private void replaceLink(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    if (!Files.isRegularFile(link)) {
      report(link, "it is a link to " + target + ", which is not there or no file; drop the file itself");
      return;
    }
    if (!settled.isSettled(link)) {
      reportChanging(link);
      return;
    }
    if (!copies.isDue(link)) {
      return;
    }
    try {
      copies.replace(link);
      untaken.remove(link);
    } catch (IOException e) {
      // without the name of the copy, which differs each time
      String why = e instanceof FileSystemException failed && failed.getReason() != null ? failed.getReason() : e.getClass().getSimpleName();
      report(link, "it is a link to " + target + ", which cannot be copied (" + why + "); drop the file itself");
    }
  }

  private void reportChanging(Path file) {
    if (settled.watched(file).compareTo(LONG) > 0) {
      report(file, "it has been changing since it was first seen; write files under a hidden name and move them here when they are complete");
    }
  }

  private void report(Path entry, String reason) {
    if (!reason.equals(untaken.put(entry, reason))) {
      LOG.warn("Dropped file {} is not taken: {}", UNUSABLE.matcher(entry.getFileName().toString()).replaceAll("_"), reason);
    }
  }

  /** Makes a folder, also again after its removal. A link to a folder is one; Java 17 would not take it for one here. */
  private void makeInbox() throws IOException {
    if (!Files.isDirectory(inbox)) {
      Files.createDirectories(inbox);
    }
  }
}
