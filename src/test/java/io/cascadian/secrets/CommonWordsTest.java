package io.cascadian.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommonWordsTest {

  @Test
  void everyStepAndStreamIsAWordOfOurs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      List<String> names = files.map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
          .filter(name -> name.matches("(step|ingest)-.*") && !name.equals("ingest-stream")).map(name -> name.replaceFirst("^(step|ingest)-", "")).toList();
      assertThat(names).contains("fills", "outcomes").allMatch(CommonWords::has);
    }
    assertThat(List.of("source", "chain", "clickhouse", "clickhouse-tables", "postgres", "resolution-freshness", "resolution-integrity", "api", "ClickHouse"))
        .allMatch(CommonWords::has);
    assertThat(List.of("db.example", "canary", "secret-host")).noneMatch(CommonWords::has);
  }
}
