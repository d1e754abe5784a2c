package io.cascadian.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonWordsTest {

  @Test
  void everyStepAndStreamIsAWordOfOurs() throws IOException {
    List<String> names = RouteTree.ofProject().files().stream().map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
        .filter(name -> name.matches("(step|ingest)-.*") && !name.equals("ingest-stream")).map(name -> name.replaceFirst("^(step|ingest)-", "")).toList();
    assertThat(names).contains("fills", "outcomes").allMatch(CommonWords::has);
    assertThat(List.of("source", "chain", "clickhouse", "clickhouse-tables", "postgres", "resolution-freshness", "resolution-integrity", "streams", "api", "ClickHouse"))
        .allMatch(CommonWords::has);
    assertThat(List.of("db.example", "canary", "secret-host")).noneMatch(CommonWords::has);
  }
}
