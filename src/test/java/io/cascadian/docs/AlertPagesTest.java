package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what it means: a section of {@code docs/monitoring.md} for each rule, and none for a rule that is gone. */
class AlertPagesTest {

  private static final Path PAGE = Path.of("docs/monitoring.md");

  @Test
  void alerts_haveSections() throws IOException {
    Markdown page = new Markdown(PAGE, Files.readString(PAGE));
    List<String> alerts = new ArrayList<>();
    for (JsonNode group : rules()) {
      for (JsonNode rule : group.path("rules")) {
        if (rule.has("alert")) {
          String alert = rule.path("alert").asText();
          String section = page.section(alert);
          assertThat(section).as(alert).isNotNull();
          assertThat(section.toLowerCase(Locale.ROOT)).as(alert).contains("*" + rule.at("/labels/severity").asText() + ".*");
          assertThat(rule.at("/annotations/runbook_url").asText()).endsWith("/" + PAGE.getFileName() + "#" + alert.toLowerCase(Locale.ROOT));
          alerts.add(alert.toLowerCase(Locale.ROOT));
        }
      }
    }
    assertThat(page.anchors()).filteredOn(anchor -> anchor.startsWith("cascadian") && !anchor.contains("-"))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> groups = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("deploy/prometheus/rules"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        DeployFiles.yaml(file).path("groups").forEach(groups::add);
      }
    }
    return groups;
  }
}
