package io.cascadian.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CommonWordsTest {

  @Test
  void everyStepAndStreamIsAWordOfOurs() throws IOException {
    Pattern id = Pattern.compile("\\b(?:id|routeId): (?:step|ingest)-([a-z0-9-]+)");
    List<String> names = new ArrayList<>();
    for (Path file : RouteTree.ofProject().files()) {
      // step-failed is a route for failures of steps, not one of them
      id.matcher(Files.readString(file)).results().map(found -> found.group(1)).filter(name -> !name.equals("failed")).forEach(names::add);
    }
    assertThat(names).contains("fills", "outcomes").allMatch(CommonWords::has);
    assertThat(List.of("source", "chain", "clickhouse", "clickhouse-tables", "postgres", "resolution-freshness", "resolution-integrity", "streams", "api", "ClickHouse"))
        .allMatch(CommonWords::has);
    assertThat(List.of("db.example", "canary", "secret-host")).noneMatch(CommonWords::has);
  }
}
