package io.cascadian.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of docs/metrics.md. */
final class MetricsPage {

  private static final Pattern ROW = Pattern.compile("\\| `(cascadian_\\w+)` \\| (\\w+) \\|([^|]*)\\|([^|]*)\\| ([^|]+) \\|");

  /**
   * One line.
   *
   * @param always whether it is there from the start
   */
  record Entry(String type, Set<String> labels, boolean always, String meaning) {}

  private MetricsPage() {}

  static Map<String, Entry> read() throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> labels = new TreeSet<>();
        for (Matcher label = Pattern.compile("`(\\w+)`").matcher(row.group(3)); label.find(); ) {
          labels.add(label.group(1));
        }
        entries.put(row.group(1), new Entry(row.group(2), labels, row.group(4).isBlank(), row.group(5)));
      } else if (line.startsWith("| `cascadian_")) {
        throw new IllegalArgumentException("not a row of the table: " + line);
      }
    }
    return entries;
  }
}
