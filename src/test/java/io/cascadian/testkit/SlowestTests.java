package io.cascadian.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Prints the test classes that took the longest, from the reports of the build that runs it. */
public final class SlowestTests {

  private static final int SHOWN = 20;

  private record Took(String name, double seconds) {}

  private SlowestTests() {}

  /** @param folders with reports; one that does not exist is passed over */
  public static void main(String[] folders) throws Exception {
    List<Took> all = new ArrayList<>();
    for (String folder : folders) {
      for (Path report : reports(Path.of(folder))) {
        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
        all.add(new Took(suite.getAttribute("name"), Double.parseDouble(suite.getAttribute("time").replace(",", ""))));
      }
    }
    System.out.printf(Locale.ROOT, "%d test classes took %.0f s in all; the slowest:%n", all.size(), all.stream().mapToDouble(Took::seconds).sum());
    all.stream().sorted(Comparator.comparingDouble(Took::seconds).reversed()).limit(SHOWN)
        .forEach(took -> System.out.printf(Locale.ROOT, "%7.1f s  %s%n", took.seconds(), took.name()));
  }

  private static List<Path> reports(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).sorted().toList();
    }
  }
}
