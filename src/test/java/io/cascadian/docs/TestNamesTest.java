package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that tests are named by subject, condition and result, such as {@code lostLock_publishesNothing}. */
class TestNamesTest {

  private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|Property)\\b[\\s\\S]*?\\bvoid (\\w+)\\(");
  private static final Pattern NAME = Pattern.compile("[a-z]\\w*_\\w+");
  private static final int LONGEST = 60;

  @Test
  void tests_areNamedBySubjectAndResult() throws IOException {
    List<String> problems = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        for (Matcher test = TEST.matcher(Files.readString(file)); test.find(); ) {
          if (!NAME.matcher(test.group(1)).matches() || test.group(1).length() > LONGEST) {
            problems.add(file + ": " + test.group(1));
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }
}
