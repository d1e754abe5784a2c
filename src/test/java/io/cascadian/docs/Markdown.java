package io.cascadian.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's Markdown files, and what stands in one. */
public record Markdown(Path file, String text) {

  private static final Pattern FENCED = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  /** Every Markdown file of the project. */
  public static List<Markdown> all() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGES.md")));
    for (String folder : List.of("docs", "deploy")) {
      try (Stream<Path> found = Files.walk(Path.of(folder))) {
        found.filter(f -> f.toString().endsWith(".md")).sorted().forEach(files::add);
      }
    }
    List<Markdown> all = new ArrayList<>();
    for (Path file : files) {
      all.add(new Markdown(file, Files.readString(file)));
    }
    return all;
  }

  /** The lines of the shell blocks, continued ones joined; of the blocks marked with {@code run} only, or of all. */
  public List<String> shellLines(boolean onlyRun) {
    List<String> lines = new ArrayList<>();
    Matcher blocks = FENCED.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("sh run") || (!onlyRun && blocks.group(1).equals("sh"))) {
        blocks.group(2).replaceAll("\\\\\\n\\s*", "").lines().map(line -> line.replaceFirst("\\s+# .*$", "").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(lines::add);
      }
    }
    return lines;
  }

  /** The text without fenced blocks. */
  public String prose() {
    return FENCED.matcher(text).replaceAll("");
  }

  /** The anchors of the headings, as hosts of Markdown make them. */
  public List<String> anchors() {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING.matcher(prose()).results().forEach(heading -> {
      String anchor = heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT)
          .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    });
    return anchors;
  }

  /** The text under a heading up to the next heading; null where there is none of that title. */
  public String section(String title) {
    Matcher found = Pattern.compile("(?ms)^#{1,6} +" + Pattern.quote(title) + " *$(.*?)(?=^#{1,6} |\\z)").matcher(text);
    return found.find() ? found.group(1) : null;
  }

  /** A shell line as words: quotes are taken off, nothing is expanded. */
  public static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return words;
  }
}
