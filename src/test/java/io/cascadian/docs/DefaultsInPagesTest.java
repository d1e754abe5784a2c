package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.runtime.HealthSettings;
import io.cascadian.runtime.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where a page reports a threshold as a number and names its setting, the number is the setting's default. */
class DefaultsInPagesTest {

  private static final Pattern SETTING = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  @Test
  void thresholdsOfChecks_areTheDefaultsOfTheirSettings() throws IOException {
    List<String> checked = new ArrayList<>();
    for (String row : Files.readAllLines(Path.of("docs/monitoring.md"))) {
      String[] cells = row.split("\\|");
      if (cells.length != 5 || !cells[1].strip().startsWith("`")) {
        continue;
      }
      for (Matcher matcher = SETTING.matcher(cells[4]); matcher.find(); ) {
        String value = Modules.setting(matcher.group(1)).defaultValue().orElseThrow();
        assertThat(cells[2] + cells[3]).as("%s, by default %s", matcher.group(1), value).containsPattern("\\b" + written(value) + "\\b");
        checked.add(matcher.group(1));
      }
    }
    assertThat(checked).contains("SOURCE_MAX_AGE_WARNING", "RESOLUTION_MAX_AGE_CRITICAL", "RESOLUTION_MIN_RESOLVED", "INGEST_MAX_REJECTED_PERCENT");
  }

  @Test
  void intervalOfHealthReports_inAlertAndMetric_isNamedByItsSetting() throws IOException {
    assertThat(HealthSettings.HEALTH_INTERVAL.defaultValue()).contains("1m");
    assertThat(Files.readString(Path.of("deploy/prometheus/rules/cascadian.rules.yml"))).contains("every HEALTH_INTERVAL, a minute unless set otherwise");
    for (String page : List.of("docs/metrics.md", "docs/monitoring.md", "deploy/prometheus/rules/cascadian.rules.yml")) {
      assertThat(Files.readString(Path.of(page))).as(page).doesNotContainPattern("one\\s+every\\s+five");
    }
  }

  private static String written(String value) {
    Matcher duration = DURATION.matcher(value);
    return duration.matches() ? duration.group(1) + " " + duration.group(2).replaceAll("^m$", "min") : value;
  }
}
