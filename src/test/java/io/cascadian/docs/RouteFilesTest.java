package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The route files are in the canonical form of Camel's own schema, and what they hold has names and descriptions, which stay where a tool drops comments. */
class RouteFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everyFileFollowsCamelsSchema() throws IOException {
    JsonSchema schema;
    try (InputStream in = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
    }
    return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
      JsonNode yaml = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
      // what a placeholder becomes is known when the route is built
      assertThat(schema.validate(yaml)).filteredOn(m -> m.getInstanceNode() == null || !m.getInstanceNode().asText().contains("{{")).isEmpty();
    }));
  }

  @TestFactory
  Stream<DynamicTest> everyRoute_hasAnIdAndADescription() throws IOException {
    return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
      assertThat(file.getFileName().toString()).endsWith(".camel.yaml");
      for (Object entry : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file))) {
        ((Map<?, ?>) entry).forEach((key, value) -> {
          if (Set.of("route", "routeTemplate", "templatedRoute", "routeConfiguration").contains(key)) {
            assertThat(((Map<?, ?>) value).containsKey(key.equals("templatedRoute") ? "routeId" : "id")).as("id of " + entry).isTrue();
          }
          // what a route answers over HTTP is described in the contract
          if (key.equals("route") && !value.toString().contains("uri=platform-http:") || key.equals("routeTemplate")) {
            assertThat(((Map<?, ?>) value).containsKey("description")).as("description of " + entry).isTrue();
          }
        });
      }
    }));
  }

  /** Camel's timer waits until a time of day: when the clock, which was ahead, is set back by an hour, it is silent for an hour. */
  @TestFactory
  Stream<DynamicTest> whatComesAgain_isStartedByAScheduler() throws IOException {
    return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () ->
        assertThat(Files.readString(file)).doesNotContain("uri: timer:")));
  }

  private static List<Path> files() throws IOException {
    return RouteTree.ofProject().files();
  }
}
