package io.cascadian.resolution;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoresOutOfSyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files that wait in the drop folder, moves them away and sums up their results; the route of the step processes each exactly once.
 *
 * <p>Files wait in {@code .inbox} of the drop folder, whole, named by the time of their arrival, and end in {@code .done} or {@code .failed}. A crash
 * before a file is moved away means that it is looked at again, which changes nothing. After a failure that is not a file's own they are left alone for a
 * while. A file that cannot be moved away does not keep the others waiting: they are dealt with first, then the step fails, and what became of that file is
 * recorded once only. Called under the run lock, but for {@link #isWaiting}, which any thread may ask.
 */
public final class ResolutionInbox {

  /** Folder of the drop folder where whole files wait for a run. */
  public static final String WAITING = ".inbox";
  private static final Logger LOG = LoggerFactory.getLogger(ResolutionInbox.class);
  private static final String DONE = ".done";
  private static final String FAILED = ".failed";

  private final Path drop;
  private final Pause pause = new Pause(System::nanoTime);
  /** Files whose result is recorded and that could not be moved, by name. */
  private final Map<String, FileWork> unmoved = new ConcurrentHashMap<>();
  private volatile boolean unreadable;

  /** @param drop the watched folder; created when missing */
  public ResolutionInbox(Path drop) {
    this.drop = drop;
    try {
      for (String folder : List.of(WAITING, DONE, FAILED)) {
        makeFolder(drop.resolve(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the drop folder " + drop + " cannot be used", e);
    }
  }

  /** Returns where whole files wait. */
  public Path folder() {
    return drop.resolve(WAITING);
  }

  /** Returns where rejected files end. */
  public Path failedFolder() {
    return drop.resolve(FAILED);
  }

  /** Returns whether there is anything to do just now; not for a while, which grows, after it failed, and not while the folder cannot be read. */
  public boolean isWaiting() {
    if (!pause.isOver()) {
      return false;
    }
    try {
      boolean waiting = waiting().stream().anyMatch(file -> !unmoved.containsKey(name(file)));
      unreadable = false;
      return waiting;
    } catch (UncheckedIOException e) {
      // asked every few seconds: logged once
      if (!unreadable) {
        LOG.warn("Dropped files: reading the folder failed; retrying every few seconds: {}", e.getMessage());
      }
      unreadable = true;
      return false;
    }
  }

  /**
   * Lists the waiting files, oldest first.
   *
   * @throws StoresOutOfSyncException when the two databases are not of the same time
   * @throws UncheckedIOException when files wait and a folder that they end in cannot be written: what became of them would be recorded again and again
   */
  public List<FileWork> begin(FenceGuard guard) {
    guard.checkStores();
    List<Path> waiting = waiting();
    if (!waiting.isEmpty()) {
      requireFolder(WAITING);
      requireFolder(DONE);
      requireFolder(FAILED);
    }
    unmoved.values().forEach(this::archive);
    return waiting().stream().filter(file -> !unmoved.containsKey(name(file))).map(file -> new FileWork(new DroppedFile(file), guard)).toList();
  }

  /**
   * Sums up the results of the files of a run, and how many of their entries were skipped, by reason.
   *
   * @param files as they were dealt with; one that has gone again has no outcome
   * @throws UncheckedIOException when any could not be moved away
   * @throws IllegalStateException when the route left any where it waits, so that it would set off one run after the other
   * @throws FilesRejectedException when any was rejected
   */
  public StepResult finish(List<FileWork> files) {
    Map<String, Object> results = new LinkedHashMap<>();
    List<String> rejected = new ArrayList<>();
    Map<String, Long> skipped = new TreeMap<>();
    long written = 0;
    for (FileWork file : files) {
      if (file.isEnded()) {
        results.put(file.name(), file.outcome().described());
        written += file.outcome().written();
        file.outcome().skipped().forEach((reason, entries) -> skipped.merge(reason, entries, Long::sum));
        if (file.isRejected()) {
          rejected.add(file.name() + ": " + file.outcome().reason());
        }
      }
    }
    if (!unmoved.isEmpty()) {
      String names = String.join(", ", unmoved.keySet());
      throw new UncheckedIOException("what became of dropped files is recorded, but they cannot be moved out of " + folder() + ": " + names
          + "; move them to " + DONE + " or " + FAILED + ", or make them movable", new IOException(names + " cannot be moved"));
    }
    List<String> left = files.stream().filter(file -> Files.exists(file.dropped().path(), LinkOption.NOFOLLOW_LINKS)).map(FileWork::name).toList();
    if (!left.isEmpty()) {
      throw new IllegalStateException("the route of dropped files has ended and left " + String.join(", ", left) + " in " + folder() + "; let it come to what"
          + " deals with a file, to record and to archive, as the route at direct:resolution-file does");
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("files", results.size());
    details.put("skipped_entries", skipped);
    details.put("results", results);
    StepResult result = new StepResult(written, details);
    if (!rejected.isEmpty()) {
      throw new FilesRejectedException(rejected, results.size(), result);
    }
    pause.succeeded();
    return result;
  }

  /**
   * Moves a file whose result is recorded out of the folder of waiting ones, atomically. One that cannot be moved is remembered, and fails
   * {@link #finish}.
   */
  public FileWork archive(FileWork work) {
    Path file = work.dropped().path();
    Path folder = drop.resolve(work.isRejected() ? FAILED : DONE);
    try {
      Files.move(file, freeName(folder, file.getFileName()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      unmoved.remove(work.name());
    } catch (NoSuchFileException e) {
      LOG.warn("Dropped file {}: deleted by another program after it was processed; its result is recorded", work.name());
      unmoved.remove(work.name());
    } catch (IOException e) {
      LOG.warn("Dropped file {}: processed, but cannot be moved to {}; retrying with the next run: {}", work.name(), folder, e.toString());
      unmoved.put(work.name(), work);
    }
    return work;
  }

  /** Returns a name that no folder has, because a folder, which only a person can have created, cannot be replaced. */
  private static Path freeName(Path folder, Path name) {
    Path free = folder.resolve(name);
    for (int i = 2; Files.isDirectory(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = folder.resolve(name + "-" + i);
    }
    return free;
  }

  /** Records that the step failed, and rethrows the failure. One that is not a file's own keeps the files from starting runs for a while. */
  public void failed(Exception failure) throws Exception {
    if (failure instanceof FilesRejectedException) {
      pause.succeeded();
    } else {
      LOG.warn("Dropped files: the run failed; the files wait, the next run for them starts in {} s: {}", pause.failed().toSeconds(), reason(failure));
    }
    throw failure;
  }

  /** Returns the message of a store or a folder, without the route's wrapping. */
  private static String reason(Exception failure) {
    return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
        .filter(cause -> cause instanceof StoreException || cause instanceof IOException).findFirst().orElse(failure).getMessage();
  }

  /** A link to a folder is one; Java 17 would not take it for one when it makes folders. */
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private void requireFolder(String name) {
    Path folder = drop.resolve(name);
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new UncheckedIOException("dropped files wait: " + folder + " is not a folder that can be written; make it one",
          new IOException(folder + " cannot be written"));
    }
  }

  private List<Path> waiting() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder() + " cannot be read", e);
    }
  }
}
