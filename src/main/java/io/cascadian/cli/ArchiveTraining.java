package io.cascadian.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the commands that only read, and prints nothing, so that a virtual machine that was started to archive its classes at its exit has those of all of them.
 * The launcher {@code cascadian} does that once for a build, where databases answer.
 */
public final class ArchiveTraining {

  private static final List<List<String>> COMMANDS = List.of(List.of("settings"), List.of("runs", "--json"), List.of("runs", "1"),
      List.of("streams"), List.of("strategies", "list", "--json"), List.of("watchlist", "list", "1"), List.of("dead-letters"), List.of("auto-add", "status"),
      List.of("rollback", "--list"), List.of("markets", "missing"), List.of("sql", "SELECT 1"), List.of("analysts", "connect"), List.of("health"),
      List.of("health", "--direct"), List.of("routes", "list"));

  private ArchiveTraining() {}

  /** @param args of the command that was asked for: its {@code --data-dir} counts for all */
  public static void main(String[] args) {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    List<String> dataDir = dataDir(Arrays.asList(args));
    // where the databases do not answer the archive would lack classes; a later command retries
    int code = run(List.of("runs"), dataDir);
    if (code == 0) {
      // one that finds nothing, or something critical, has loaded what it needs for that
      COMMANDS.forEach(command -> run(command, dataDir));
    }
    System.exit(code);
  }

  private static int run(List<String> command, List<String> dataDir) {
    List<String> words = new ArrayList<>(command);
    words.addAll(dataDir);
    return CascadianCommand.run(words.toArray(String[]::new));
  }

  private static List<String> dataDir(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith("--data-dir=")) {
        return List.of(args.get(i));
      }
      if (args.get(i).equals("--data-dir") && i + 1 < args.size()) {
        return List.of("--data-dir", args.get(i + 1));
      }
    }
    return List.of();
  }
}
