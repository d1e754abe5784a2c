package io.cascadian.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;

/**
 * Chooses where the shared databases of a test process keep their files: in memory where Linux offers that and has enough of it, otherwise below
 * {@code target}. In memory the tests that publish take an eighth less time.
 *
 * <p>Tests that kill a database, restart it or fill its disk start one of their own on the disk.
 */
final class TestFolder {

  private static final Path MEMORY = Path.of("/dev/shm");
  /** More than the databases of all test processes take together, which is 5 GB. */
  private static final long ENOUGH_BYTES = 8L << 30;

  private TestFolder() {}

  /** Creates the folder of this process, and deletes those that processes left which were killed. */
  static Path create() {
    Path parent = parent();
    try {
      Files.createDirectories(parent);
      for (Path folder : folders(parent)) {
        if (ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).isEmpty()) {
          delete(folder);
        }
      }
      return Files.createDirectories(parent.resolve(Long.toString(ProcessHandle.current().pid())));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for the databases of the tests in " + parent, e);
    }
  }

  static void delete(Path folder) {
    FileUtil.removeDir(folder.toFile());
  }

  private static Path parent() {
    boolean memory = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() > ENOUGH_BYTES;
    return memory ? MEMORY.resolve("cascadian-tests-" + System.getProperty("user.name")) : Path.of("target", "test-stores");
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> found = Files.list(parent)) {
      return found.toList();
    }
  }
}
