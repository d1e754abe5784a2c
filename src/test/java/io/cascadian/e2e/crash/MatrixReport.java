package io.cascadian.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes what became of each fault to {@code target/crash-matrix-N.md}, N being the test process, a line for each that the tests were content with. */
final class MatrixReport {

  private static final Path FILE = Path.of("target", "crash-matrix-" + System.getProperty("test.process", "1") + ".md");
  private static boolean begun;

  private MatrixReport() {}

  /** A fault from which the run in {@code healed} recovered. */
  static void note(String when, String fault, String disturbed, JsonNode healed) throws IOException {
    note(when, fault, String.format(Locale.ROOT, "%s; next run: %s, attempt %d; every table as undisturbed",
        disturbed, healed.path("status").asText(), healed.path("attempts").asInt()));
  }

  /** Begins the file again with the first line of a test run. */
  static synchronized void note(String when, String fault, String outcome) throws IOException {
    if (!begun) {
      begun = true;
      Files.writeString(FILE, "| in | fault | outcome |\n|---|---|---|\n");
    }
    Files.writeString(FILE, String.format(Locale.ROOT, "| %s | %s | %s |%n", when, fault, outcome), StandardOpenOption.APPEND);
  }
}
