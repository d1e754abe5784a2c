package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compose file and the image's recipe: well-formed, whole, and safe to run. */
class ComposeTest {

  private static final Path FOLDER = Path.of("deploy/compose");
  private static final Path RECIPE = Path.of("deploy/Containerfile");

  @Test
  void composeFile_matchesSpecification() throws IOException {
    JsonSchema schema;
    try (InputStream in = getClass().getResourceAsStream("/deploy/compose.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    assertThat(schema.validate(compose())).isEmpty();
  }

  @Test
  void referencedParts_exist() throws IOException {
    JsonNode compose = compose();
    compose.path("services").forEach(service -> {
      service.path("depends_on").fieldNames().forEachRemaining(other -> assertThat(compose.path("services").has(other)).as(other).isTrue());
      service.path("networks").forEach(network -> assertThat(compose.path("networks").has(network.asText())).as(network.asText()).isTrue());
      service.path("volumes").forEach(volume -> {
        String source = volume.asText().substring(0, volume.asText().indexOf(':'));
        assertThat(source.startsWith(".") ? Files.exists(FOLDER.resolve(source)) : compose.path("volumes").has(source)).as(source).isTrue();
      });
    });
    assertThat(FOLDER.resolve(compose.at("/services/cascadian/build/context").asText()).resolve(compose.at("/services/cascadian/build/dockerfile").asText()))
        .isRegularFile();
  }

  @Test
  void services_arePinnedAndChecked() throws IOException {
    compose().path("services").properties().forEach(entry -> {
      JsonNode service = entry.getValue();
      assertThat(service.path("image").asText()).as(entry.getKey()).matches(".*:v?\\d+\\.\\d+.*");
      assertThat(service.has("healthcheck") || service.has("build")).as("%s has a health check, or its image has", entry.getKey()).isTrue();
    });
  }

  @Test
  void environment_consistsOfSettings() throws IOException {
    List<String> names = new ArrayList<>();
    compose().at("/services/cascadian/environment").fieldNames().forEachRemaining(names::add);
    assertThat(names).isNotEmpty().allMatch(DeployFiles::isSetting);
    assertThat(DeployFiles.matches("(?m)^(?:ENV)?\\s+([A-Z_]+)=", Files.readString(RECIPE)))
        .isNotEmpty().filteredOn(name -> !name.startsWith("JAVA_")).allMatch(DeployFiles::isSetting);
  }

  @Test
  void otherSettings_canBeSet_areNotOverridden() throws IOException {
    JsonNode service = compose().at("/services/cascadian");
    assertThat(service.at("/env_file")).singleElement().satisfies(file -> assertThat(file.path("path").asText()).isEqualTo("settings.env"));
    assertThat(service.at("/env_file/0/required").asBoolean(true)).as("it names the source: the image has no sandbox").isTrue();
    // what stands here counts before the file: an empty one would unset the file's
    service.path("environment").properties()
        .forEach(given -> assertThat(given.getValue().asText()).as(given.getKey()).isNotEmpty().doesNotContain(":-"));
    assertThat(Files.readString(Path.of(".gitignore"))).contains("\nsettings.env\n");
  }

  @Test
  void checkoutRoutes_areUsedByImage() throws IOException {
    String recipe = Files.readString(RECIPE);
    String folder = DeployFiles.matches("(?m)^WORKDIR (/app)$", recipe).get(0) + "/" + DeployFiles.matches("(?m)^COPY routes (\\S+)$", recipe).get(0);
    assertThat(compose().at("/services/cascadian/volumes")).extracting(JsonNode::asText).contains("../../routes:" + folder + ":ro");
  }

  @Test
  void clickHouseData_allowsBackups() throws IOException {
    JsonNode clickHouse = compose().at("/services/clickhouse");
    assertThat(clickHouse.path("volumes")).extracting(JsonNode::asText)
        .contains("./clickhouse-backups.xml:/etc/clickhouse-server/config.d/backups.xml:ro");
    String data = DeployFiles.matches("clickhouse:(/\\S+)", clickHouse.path("volumes").get(0).asText()).get(0);
    assertThat(DeployFiles.matches("<allowed_path>(.*)</allowed_path>", Files.readString(FOLDER.resolve("clickhouse-backups.xml"))))
        .singleElement().asString().startsWith(data + "/");
  }

  @Test
  void variables_areInExample() throws IOException {
    List<String> used = DeployFiles.matches("\\$\\{([A-Z_]+)", Files.readString(FOLDER.resolve("compose.yaml")));
    List<String> documented = DeployFiles.matches("(?m)^([A-Z_]+)=$", Files.readString(FOLDER.resolve("env.example")));
    assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(new TreeSet<>(used));
  }

  @Test
  void image_isPinned_unprivileged_copiesExistingFiles() throws IOException {
    String recipe = Files.readString(RECIPE);
    assertThat(DeployFiles.matches("(?m)^FROM (\\S+)", recipe)).hasSize(2).allMatch(image -> image.matches(".*:17\\.\\d+\\.\\d+_\\d+-j(dk|re)-noble"));
    assertThat(recipe).containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$").contains("\nHEALTHCHECK ");
    assertThat(recipe.indexOf("\nUSER ")).as("nothing is done as root at the end").isGreaterThan(recipe.lastIndexOf("\nRUN "));
    List<String> allowed = Files.readAllLines(Path.of("deploy/Containerfile.dockerignore"));
    Pattern.compile("(?m)^COPY (?!--from)(.*) \\S+$").matcher(recipe).results().map(MatchResult::group).forEach(copy -> {
      List<String> words = List.of(copy.split(" "));
      words.subList(1, words.size() - 1).forEach(source -> {
        assertThat(Path.of(source)).exists();
        assertThat(allowed).contains("!" + source);
      });
    });
  }

  @Test
  void image_carriesProductOnly() throws IOException {
    assertThat(DeployFiles.matches("(?m)^COPY --from=build (.*)$", Files.readString(RECIPE)))
        .containsExactlyInAnyOrder("/src/target/lib lib", "/src/target/cascadian.jar ./");
  }

  private static JsonNode compose() throws IOException {
    return DeployFiles.yaml(FOLDER.resolve("compose.yaml"));
  }
}
