package io.cascadian.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Where is the real data that a test wants? In {@code ../shared/data} beside the checkout, or in the folder that the environment
 * variable {@code SHARED_DATA} names; a test whose file is absent is skipped with a message that reports it.
 */
public final class SharedData {

  private SharedData() {}

  /** The file's path; skips the calling test where it is absent. */
  public static Path path(String relative) {
    String configured = System.getenv("SHARED_DATA");
    Path file = Path.of(configured == null ? "../shared/data" : configured).resolve(relative);
    Assumptions.assumeTrue(Files.isReadable(file), () -> "real data is absent here: " + relative);
    return file;
  }

  /** The file's content, unpacked when its name ends in {@code .gz}; skips the calling test where it is absent. */
  public static InputStream open(String relative) throws IOException {
    InputStream in = Files.newInputStream(path(relative));
    return relative.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
