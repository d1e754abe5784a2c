package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Classes and methods that {@code docs/design.md} names exist, and a stranger's questions have a row. */
class DesignPageTest {

  private static final Path PAGE = Path.of("docs/design.md");
  private static final Path SOURCES = Path.of("src/main/java/io/cascadian");
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
  void whereIsTable_answersAStrangersQuestions() throws IOException {
    assertThat(new Markdown(PAGE, Files.readString(PAGE)).section("Where is …"))
        .contains("rate limit", "P&L cache", "a 401", "a nightly step", "missed-run alert", "run lock", "masking of secrets");
  }
}
