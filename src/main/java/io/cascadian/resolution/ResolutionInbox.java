package io.cascadian.resolution;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresApartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files that wait in the drop folder, moves them away and sums up what became of them; the route of the step has each dealt with exactly once.
 *
 * <p>Files wait in {@code .inbox} of the drop folder, whole, named by the time of their arrival, and end in {@code .done} or {@code .failed}. A crash
 * before a file is moved away means that it is looked at again, which changes nothing. After a failure that is not a file's own they are left alone for a
 * while. Called under the run lock, but for {@link #isWaiting}, which any thread may ask.
 */
public final class ResolutionInbox {

  private static final Logger LOG = LoggerFactory.getLogger(ResolutionInbox.class);
  private static final String DONE = ".done";
  private static final String FAILED = ".failed";

  private final Path drop;
  private final Pause pause = new Pause(System::nanoTime);

  /** @param drop the watched folder; created when missing */
  public ResolutionInbox(Path drop) {
    this.drop = drop;
    try {
      for (String folder : List.of(".inbox", DONE, FAILED)) {
        Files.createDirectories(drop.resolve(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the drop folder " + drop + " cannot be used", e);
    }
  }

  /** Where whole files wait. */
  public Path folder() {
    return drop.resolve(".inbox");
  }

  /** Returns where rejected files end. */
  public Path failedFolder() {
    return drop.resolve(FAILED);
  }

  /** Whether there is anything to do just now; not for a while, which grows, after it failed. */
  public boolean isWaiting() {
    return pause.isOver() && !waiting().isEmpty();
  }

  /**
   * Lists the waiting files, oldest first.
   *
   * @throws StoresApartException when the two databases are not of the same time
   * @throws UncheckedIOException when files wait and a folder that they end in cannot be written: what became of them would be recorded again and again
   */
  public List<FileWork> begin(FenceGuard guard) {
    guard.checkStores();
    List<Path> waiting = waiting();
    if (!waiting.isEmpty()) {
      requireFolder(DONE);
      requireFolder(FAILED);
    }
    return waiting.stream().map(file -> new FileWork(new DroppedFile(file), guard)).toList();
  }

  /**
   * Sums up what became of the files of a run.
   *
   * @param files as they were dealt with; one that has gone again has no outcome
   * @throws FilesRejectedException when any was rejected
   */
  public StepResult finish(List<FileWork> files) {
    Map<String, Object> results = new LinkedHashMap<>();
    List<String> rejected = new ArrayList<>();
    long written = 0;
    for (FileWork file : files) {
      if (file.isEnded()) {
        results.put(file.name(), file.outcome().described());
        written += file.outcome().written();
        if (file.isRejected()) {
          rejected.add(file.name() + ": " + file.outcome().reason());
        }
      }
    }
    if (!rejected.isEmpty()) {
      throw new FilesRejectedException(rejected, results.size());
    }
    pause.succeeded();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("files", results.size());
    details.put("results", results);
    return new StepResult(written, details);
  }

  /**
   * Moves a file of which is recorded what became of it out of the folder of waiting ones, atomically.
   *
   * @throws UncheckedIOException when it cannot be moved; it is dealt with again then, which changes nothing
   */
  public FileWork archive(FileWork work) {
    Path file = work.dropped().path();
    String folder = work.isRejected() ? FAILED : DONE;
    try {
      Files.move(file, drop.resolve(folder).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be moved to " + folder, e);
    }
    return work;
  }

  /** Notes that the step failed, and throws the failure on. One that is not a file's own keeps the files from setting off runs for a while. */
  public void failed(Exception failure) throws Exception {
    if (failure instanceof FilesRejectedException) {
      pause.succeeded();
    } else {
      LOG.warn("Dropped files wait, and set off no run of their own for {} s: {}", pause.failed().toSeconds(), failure.getMessage());
    }
    throw failure;
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
