package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.secrets.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which words are never masked: names of modules' contributions, settings and routes. */
class VocabularyTest {

  @Test
  void namesOfModulesSettingsAndRoutes_areVocabulary_secretsAreNot() {
    RouteDeployment.check(Modules.load(Map.of(), Map.of(), Path.of(".")));
    assertThat(Modules.names(Modules.contributions())).hasSizeGreaterThan(50).filteredOn(name -> name.matches("[a-z-]+")).allMatch(Redaction::isVocabulary);
    assertThat(List.of("fills", "fills-v2", "amm-pools", "publish-wallets", "resolution-freshness", "ClickHouse", "postgres", "password", "default", "sandbox"))
        .allMatch(Redaction::isVocabulary).noneMatch(Redaction::canMask);
    assertThat(List.of("canary-of-vocabulary", "hunter2-hunter2", "db.example", "k3f9qz81")).noneMatch(Redaction::isVocabulary).allMatch(Redaction::canMask);
    assertThat(Redaction.isVocabulary(null)).isFalse();
  }

  @Test
  void idsOfOperatorsRoutes_areVocabulary(@TempDir Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve("routes").resolve(Path.of("routes").relativize(file)));
      }
    }
    Files.writeString(folder.resolve("routes/own.camel.yaml"), """
        - route:
            id: zanzibar-export
            description: An operator's own
            from:
              uri: direct:zanzibar-export
              steps:
                - stop: {}
        """);
    assertThat(Redaction.isVocabulary("zanzibar-export")).isFalse();
    RouteDeployment.check(Modules.load(Map.of(RouteSettings.ROUTES_DIR, folder.resolve("routes").toString()), Map.of(), folder));
    assertThat(Redaction.isVocabulary("zanzibar-export")).isTrue();
  }
}
