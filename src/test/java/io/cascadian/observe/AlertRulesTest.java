package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cascadian.runtime.Modules;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules: Prometheus' own checks, a test that each fires and does not, and names of metrics that there are. */
class AlertRulesTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path PROMETHEUS = Path.of("deploy/prometheus");

  @Test
  void promtool_acceptsRules() throws Exception {
    promtool("check", "rules", "rules/cascadian.rules.yml");
    promtool("check", "config", "prometheus.yml");
  }

  @Test
  void promtoolTests_pass() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    tests().forEach(file -> command.add("tests/" + file.getFileName()));
    assertThat(command).hasSizeGreaterThan(2);
    promtool(command.toArray(String[]::new));
  }

  @Test
  void alerts_areTestedBothWays_haveRemedy() throws Exception {
    Map<String, Set<String>> tested = new TreeMap<>();
    for (Path file : tests()) {
      for (JsonNode test : YAML.readTree(file.toFile()).path("tests")) {
        for (JsonNode alert : test.path("alert_rule_test")) {
          tested.computeIfAbsent(alert.path("alertname").asText(), n -> new TreeSet<>()).add(alert.path("exp_alerts").isEmpty() ? "quiet" : "fires");
        }
      }
    }
    Path runbook = Path.of("docs/monitoring.md");
    String sections = Files.exists(runbook) ? Files.readString(runbook) : null;
    for (JsonNode rule : rules()) {
      String alert = rule.path("alert").asText();
      assertThat(tested.get(alert)).as(alert).containsExactlyInAnyOrder("fires", "quiet");
      assertThat(rule.path("labels").path("severity").asText()).as(alert).isIn("warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).as(alert).isNotBlank();
      assertThat(rule.path("annotations").path("description").asText()).as(alert).isNotBlank();
      assertThat(rule.path("annotations").path("runbook_url").asText()).as("absolute where Prometheus is told where the pages are")
          .isEqualTo("{{ with $externalLabels.runbooks }}{{ . }}{{ else }}docs{{ end }}/monitoring.md#" + alert.toLowerCase(Locale.ROOT));
      if (sections != null) {
        assertThat(sections).as("a section of docs/monitoring.md").containsPattern("(?m)^#+ " + alert + "$");
      }
    }
  }

  @Test
  void rulesAndDashboard_useDocumentedMetrics() throws Exception {
    Map<String, MetricsPage.Entry> documented = MetricsPage.read();
    Set<String> named = new TreeSet<>(Dashboard.metrics());
    rules().forEach(rule -> named.addAll(Queries.metrics(rule.path("expr").asText())));
    assertThat(named).hasSizeGreaterThan(30).contains("up", "cascadian_run_last_exit_code");
    for (String name : named) {
      if (name.startsWith("cascadian_")) {
        assertThat(documented).as(name).containsKey(name.replaceFirst("_seconds_(sum|count)$", "_seconds"));
      }
    }
  }

  /** Every process reports the state in Postgres, so a sum over processes would count it twice. */
  @Test
  void sharedMetrics_areNotSummed() throws Exception {
    Set<String> recorded = Modules.contributions().all(MetricQuery.class).stream().flatMap(query -> query.columns().stream())
        .map(column -> column.metric().replace('.', '_')).collect(Collectors.toCollection(TreeSet::new));
    List<String> asked = new ArrayList<>(Dashboard.queries());
    rules().forEach(rule -> asked.add(rule.path("expr").asText()));
    assertThat(asked).filteredOn(query -> query.contains("sum") && recorded.stream().anyMatch(query::contains)).isNotEmpty()
        .allSatisfy(query -> assertThat(query.replaceAll("sum by \\(instance|sum( by \\([a-z]+\\))? ?\\(\\s*max by", "")).doesNotContain("sum"));
  }

  private static List<Path> tests() throws IOException {
    try (Stream<Path> files = Files.list(PROMETHEUS.resolve("tests"))) {
      return files.filter(f -> f.toString().endsWith(".test.yml")).sorted().toList();
    }
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    YAML.readTree(PROMETHEUS.resolve("rules/cascadian.rules.yml").toFile()).path("groups").forEach(g -> g.path("rules").forEach(rules::add));
    assertThat(rules).isNotEmpty();
    return rules;
  }

  private static void promtool(String... arguments) throws Exception {
    Path program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(d -> Path.of(d, "promtool")).filter(Files::isExecutable)
        .findFirst().orElse(null);
    if (program == null) {
      assertThat(System.getenv("CI")).as("promtool is not there; .ci/run installs it").isNull();
      abort("the alert rules are not checked: there is no promtool here; it is a part of Prometheus");
    }
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(PROMETHEUS.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
