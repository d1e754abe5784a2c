package io.cascadian.cli;

import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints tab-separated rows, which other programs split: white space within a value becomes one blank, null an empty cell. */
final class TabSeparated {

  private TabSeparated() {}

  static void row(PrintStream out, Object... values) {
    out.println(Stream.of(values)
        .map(value -> value == null ? "" : value.toString().replaceAll("\\s+", " "))
        .collect(Collectors.joining("\t")));
  }
}
