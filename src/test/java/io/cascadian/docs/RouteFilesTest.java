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
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The route files are in the canonical form of Camel's own schema, and named by the route that they hold. */
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
      assertThat(schema.validate(yaml)).isEmpty();
    }));
  }

  @TestFactory
  Stream<DynamicTest> everyFileIsNamedByTheRouteThatItHolds() throws IOException {
    return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
      String name = file.getFileName().toString();
      assertThat(name).endsWith(".camel.yaml");
      String text = Files.readString(file);
      if (!text.contains("- routeConfiguration:")) {
        assertThat(text).containsPattern("(id|routeId): " + name.replace(".camel.yaml", "") + "\n");
      }
    }));
  }

  private static List<Path> files() throws IOException {
    return RouteTree.ofProject().files();
  }
}
