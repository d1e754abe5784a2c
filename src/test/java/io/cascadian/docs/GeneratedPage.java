package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are computed from the program: compared with what they should be, or written when the build is asked with
 * {@code -Ddocs.write=true}.
 */
public final class GeneratedPage {

  private static final boolean WRITE = Boolean.getBoolean("docs.write");

  private GeneratedPage() {}

  /** Fails when the file is not what it should be; writes it when the build was asked to. */
  public static void check(Path file, String expected) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, expected);
    }
    assertThat(file).as("%s is written by the build: ask for it with -Ddocs.write=true (see docs/README.md)", file).content().isEqualTo(expected);
  }

  /** A cell of a Markdown table: one line, bars escaped. */
  public static String cell(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
