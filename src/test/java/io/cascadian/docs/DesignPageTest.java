package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that classes, methods and tests named in {@code docs/design.md} exist, and that a stranger's questions have a row. */
class DesignPageTest {

  private static final Path PAGE = Path.of("docs/design.md");
  private static final Path SOURCES = Path.of("src/main/java/io/cascadian");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:IT|Test))(?:\\.(\\w+))?`");
  /** A class by its package, such as {@code ingest/Cursors}, with a method where one follows. */
  private static final Pattern CLASS = Pattern.compile("`([a-z]+(?:/[a-z]+)*/[A-Z]\\w+)(?:\\.([a-z]\\w*))?`");

  @Test
  void namedClass_exists_withItsMethod() throws IOException {
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = CLASS.matcher(Files.readString(PAGE)).results().toList();
    for (MatchResult name : named) {
      Path file = SOURCES.resolve(name.group(1) + ".java");
      if (!Files.exists(file) || name.group(2) != null && !Files.readString(file).contains(" " + name.group(2) + "(")) {
        missing.add(name.group());
      }
    }
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  @Test
  void namedTest_exists() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(found -> found.toString().endsWith(".java")).toList()) {
        tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    List<MatchResult> named = TEST.matcher(Files.readString(PAGE)).results().toList();
    assertThat(named).hasSizeGreaterThan(10).allSatisfy(name ->
        assertThat(tests.getOrDefault(name.group(1), "no such class")).as(name.group()).contains(name.group(2) == null ? " " : " " + name.group(2) + "("));
  }

  @Test
  void whereIsTable_answersAStrangersQuestions() throws IOException {
    assertThat(new Markdown(PAGE, Files.readString(PAGE)).section("Where is …"))
        .contains("rate limit", "P&L cache", "a 401", "a nightly step", "missed-run alert", "run lock", "masking of secrets");
  }
}
