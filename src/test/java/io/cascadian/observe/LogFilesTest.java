package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.secrets.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(LogFilesTest.class);

  @TempDir
  private Path folder;

  @Test
  void lines_areJson_withUtcTimeAndRun() {
    Instant before = Instant.now().minusMillis(1);
    try (LogFiles files = LogFiles.open(folder, LogFiles.Limits.usual())) {
      LOG.info("outside {}", "of a run");
      LogContext.request("2026", "exchange-1");
      LogContext.run(7, "nightly", 12);
      LogContext.step("ingest");
      LOG.warn("line one\nline \"two\"", new IllegalStateException("why"));
      Runnable elsewhere = LogContext.carried(() -> LOG.info("on another thread"));
      CompletableFuture.runAsync(elsewhere).join();
      LogContext.stepEnded();
      LogContext.runEnded();
      LogContext.requestEnded();
      CompletableFuture.runAsync(() -> LOG.info("that thread is free again")).join();
    }
    LOG.info("after the end");

    List<JsonNode> all = lines("application.jsonl");
    assertThat(all).extracting(l -> l.path("message").asText())
        .containsExactly("outside of a run", "line one\nline \"two\"", "on another thread", "that thread is free again");
    assertThat(all).allSatisfy(l -> assertThat(Instant.parse(l.path("time").asText())).isBetween(before, Instant.now()));
    assertThat(all.get(0).has("run")).isFalse();
    assertThat(all.get(1).path("stack_trace").asText()).contains("IllegalStateException: why", "LogFilesTest");
    assertThat(all.get(1).path("level").asText()).isEqualTo("WARN");
    assertThat(all.get(3).has("run")).isFalse();
    assertThat(lines("nightly.jsonl")).hasSize(2).allSatisfy(l -> assertThat(List.of(
        l.path("run").asText(), l.path("kind").asText(), l.path("fence").asText(), l.path("step").asText(), l.path("request").asText()))
        .containsExactly("7", "nightly", "12", "ingest", "2026"));
    // numbers for who filters by them; an id is text, whatever it looks like
    assertThat(all.subList(1, 2)).allSatisfy(l -> {
      assertThat(l.path("run").isNumber()).isTrue();
      assertThat(l.path("fence").isNumber()).isTrue();
      assertThat(l.path("request").isTextual()).isTrue();
    });
  }

  @Test
  void files_rotateBySize_withinLimit() {
    // goes to its file only
    Logger health = LoggerFactory.getLogger(LogFiles.HEALTH);
    Random random = new Random(7);
    try (LogFiles files = LogFiles.open(folder, new LogFiles.Limits(20_000, 30, 100_000))) {
      noise(health, random, 2_000);
      // the last of some sixty files exist, the first are deleted; the bounds allow for a file that is deleted while it is being compressed
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
        // files are taken away when the next one begins, so the log has to continue
        noise(health, random, 100);
        List<Integer> retained = putAway().sorted().toList();
        assertThat(retained).hasSizeBetween(1, 15);
        assertThat(retained.get(retained.size() - 1)).isGreaterThan(30);
      });
    }
  }

  /** Parts of a name that the pattern of rolled files or a regular expression would read as something else. */
  @ParameterizedTest
  @ValueSource(strings = {"log%41x%20b#d", "log%41a{{x}}${y}", "log%4150%", "%d", "%i %d{yyyy} %%", "[a-z](1){2}", "a[b(c{d*",  "it's, a 'log'"})
  void folder_withSignsOfPatterns_keepsItsLogs(String name) throws IOException {
    Path own = folder.resolve(name);
    Logger health = LoggerFactory.getLogger(LogFiles.HEALTH);
    try (LogFiles files = LogFiles.open(own, new LogFiles.Limits(20_000, 30, 100_000))) {
      // how soon a full file is noticed depends on how fast it is written
      await().atMost(Duration.ofSeconds(20)).until(() -> {
        noise(health, new Random(7), 300);
        return rolledIn(own).size() >= 3;
      });
    }
    int rolled = rolledIn(own).size();
    try (LogFiles again = LogFiles.open(own, new LogFiles.Limits(20_000, 30, 50_000))) {
      noise(health, new Random(8), 1_000);
      // a new process goes on counting where the last one ended, and finds the old files to remove them
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
        noise(health, new Random(9), 100);
        assertThat(rolledIn(own)).isNotEmpty().noneMatch(file -> file.matches("health\\.\\d{4}-\\d{2}-\\d{2}\\.0\\.jsonl\\.gz"));
        assertThat(rolledIn(own).stream().mapToInt(file -> Integer.parseInt(file.split("\\.")[2])).max().orElse(0)).isGreaterThanOrEqualTo(rolled);
      });
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(own);
    }
  }

  private static List<String> rolledIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".jsonl.gz")).sorted().toList();
    }
  }

  private static void noise(Logger log, Random random, int lines) {
    for (int i = 0; i < lines; i++) {
      byte[] noise = new byte[200];
      random.nextBytes(noise);
      log.info("{}", HexFormat.of().formatHex(noise));
    }
  }

  private Stream<Integer> putAway() {
    return names().map(Pattern.compile("health\\.\\d{4}-\\d\\d-\\d\\d\\.(\\d+)\\.jsonl\\.gz")::matcher).filter(Matcher::matches)
        .map(m -> Integer.valueOf(m.group(1)));
  }

  private Stream<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void secondProcess_writesOwnFiles() {
    try (LogFiles first = LogFiles.open(folder, LogFiles.Limits.usual()); LogFiles second = LogFiles.open(folder, LogFiles.Limits.usual())) {
      LOG.info("both");
    }
    assertThat(lines("application.jsonl")).hasSize(1);
    assertThat(lines("application-2.jsonl")).hasSize(1);
    try (LogFiles again = LogFiles.open(folder, LogFiles.Limits.usual())) {
      LOG.info("the first is free again");
    }
    assertThat(lines("application.jsonl")).hasSize(2);
  }

  @Test
  void secrets_areMaskedInMessagesFieldsAndTraces() {
    Redaction.protect(List.of("canary-of-log-files"));
    try (LogFiles files = LogFiles.open(folder, LogFiles.Limits.usual())) {
      LOG.info("the driver said canary-of-log-files", new IllegalStateException("x", new IOException("key=canary-of-log-files&a")));
    }
    assertThat(lines("application.jsonl")).singleElement().satisfies(l -> assertThat(l.toString())
        .doesNotContain("canary-of-log-files").contains("the driver said [secret]").contains("key=[secret]&a"));
  }

  private List<JsonNode> lines(String name) {
    try {
      return Files.readAllLines(folder.resolve(name)).stream().map(LogFilesTest::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
