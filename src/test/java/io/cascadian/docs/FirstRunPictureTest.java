package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Draws {@code docs/first-run.svg} from the recorded output of a first run, {@code docs/first-run.txt}. */
class FirstRunPictureTest {

  private static final Path RECORDING = Path.of("docs/first-run.txt");
  private static final Pattern STEP = Pattern.compile("(?m)^  [✓⚠✗] ([a-z-]+) +(?:success|failed|skipped) ");
  private static final Pattern STEP_OF_ROUTE = Pattern.compile("(?m)^ +- step:\\n +id: ([a-z-]+)$");

  @Test
  void picture_isDrawnFromTheRecording() throws IOException {
    GeneratedPage.check(Path.of("docs/first-run.svg"), TerminalPicture.draw("The first nightly run on the sandbox source", lines()));
  }

  @Test
  void recording_hasTheStepsOfTheRoute() throws IOException {
    String route = Files.readString(Path.of("routes/nightly/nightly.camel.yaml"));
    assertThat(STEP.matcher(String.join("\n", lines())).results().map(FirstRunPictureTest::name))
        .containsExactlyElementsOf(STEP_OF_ROUTE.matcher(route).results().map(FirstRunPictureTest::name).toList());
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(RECORDING);
  }

  private static String name(MatchResult found) {
    return found.group(1);
  }
}
