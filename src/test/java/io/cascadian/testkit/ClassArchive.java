package io.cascadian.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the classes of the packaged program in a form that a Java machine maps instead of reading and verifying them (AppCDS), which takes a quarter off
 * what a process of the tests costs. The first test process that needs it has the program write it, by a nightly run over a source without events; it is
 * written again for each packaged program, and only where the proofs are run, which start hundreds of processes. Without it the processes start as they
 * would otherwise.
 */
public final class ClassArchive {

  private static final int TIMEOUT_SECONDS = 120;

  private ClassArchive() {}

  /** Options of a Java machine that runs the program; none while another test process has the archive written, and where nothing has written it. */
  public static synchronized List<String> options(List<String> java, Path jar) throws IOException {
    Path archive = jar.resolveSibling(jar.getFileName().toString().replace(".jar", ".jsa"));
    // plain verify starts too few processes: writing the archive costs as much as two dozen of them save
    if (Boolean.getBoolean("proof") && !isOf(jar, archive)) {
      try (FileChannel file = FileChannel.open(Path.of(archive + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = file.tryLock()) {
        if (lock != null && !isOf(jar, archive)) {
          write(java, jar, archive);
        }
      }
    }
    return isOf(jar, archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
  }

  /** Whether it was written after the program and its libraries: a machine that finds another jar than the archive was made of prints a warning and ignores it. */
  private static boolean isOf(Path jar, Path archive) throws IOException {
    if (Files.notExists(archive)) {
      return false;
    }
    FileTime written = Files.getLastModifiedTime(archive);
    for (String folder : List.of("", "lib", "lib-dev")) {
      Path jars = jar.resolveSibling(folder);
      if (Files.isDirectory(jars)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "*.jar")) {
          for (Path each : found) {
            if (Files.getLastModifiedTime(each).compareTo(written) >= 0) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  private static void write(List<String> java, Path jar, Path archive) throws IOException {
    Path folder = Files.createDirectories(archive.resolveSibling("class-archive"));
    Path written = Path.of(archive + ".part");
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + written, "-jar", jar.toString(), "nightly"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment(folder));
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || !Files.exists(written)) {
        throw new AssertionError("no archive of classes was written:\n" + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, String> environment(Path folder) throws IOException {
    Path feed = Files.writeString(folder.resolve("feed.jsonl"), "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    Map<String, String> environment = new HashMap<>(TestStores.freshEnvironment());
    environment.put("SANDBOX_FEED", feed.toString());
    for (String setting : List.of("DATA_DIR", "RUNTIME_DIR", "DROP_DIR", "LOG_DIR")) {
      environment.put(setting, folder.resolve(setting).toString());
    }
    return environment;
  }
}
