package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.cascadian.embedded.sandbox.Dataset;
import io.cascadian.embedded.sandbox.FeedReader;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.runtime.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is what the program does. */
class DocumentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSettingsExampleHasEverySettingWithItsDefaultAndMeaning() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(".env.example"));
    List<String> documented = lines.stream().filter(l -> l.matches("#[A-Z_]+=.*")).toList();
    assertThat(documented).containsExactlyElementsOf(
        Arrays.stream(Setting.values()).map(s -> "#" + s + "=" + s.defaultValue().orElse("")).toList());
    for (Setting setting : Setting.values()) {
      assertThat(lines).anyMatch(line -> line.equalsIgnoreCase("# " + setting.description() + "."));
    }
  }

  @Test
  void thePropertiesFileHasKnownSettingsWithTheirDefaultsOrOptionsOfCamel() throws IOException {
    List<String> entries = Files.readAllLines(Path.of("application.properties")).stream()
        .map(line -> line.replaceFirst("^#(?=[a-z])", "")).filter(line -> line.matches("[a-zA-Z.]+=.*")).toList();
    assertThat(entries).hasSizeGreaterThan(5);
    for (String entry : entries) {
      if (!entry.startsWith("camel.")) {
        String name = entry.substring(0, entry.indexOf('=')).toUpperCase(Locale.ROOT).replace('.', '_');
        assertThat(entry).endsWith("=" + Setting.valueOf(name).defaultValue().orElseThrow());
      }
    }
  }

  @Test
  void theExamplesOfTheSchemasAreValid(@TempDir Path folder) throws IOException {
    JsonNode map = JSON.readTree(block("resolution-map.md"));
    assertThat(schema("resolution-map").validate(map)).isEmpty();
    String references = block("reference-wallets.md");
    assertThat(schema("reference-wallets").validate(JSON.readTree(references))).isEmpty();
    ReferenceWallets.of(Files.writeString(folder.resolve("references.json"), references));
    for (String line : block("missing-markets.md").strip().split("\n")) {
      assertThat(schema("missing-markets").validate(JSON.readTree(line))).as(line).isEmpty();
    }
    String feed = block("feed.md");
    for (String line : feed.strip().split("\n")) {
      assertThat(schema("feed").validate(JSON.readTree(line))).as(line).isEmpty();
    }
    Path file = folder.resolve("feed.jsonl");
    Files.writeString(file, feed);
    Dataset dataset = FeedReader.read(file);
    assertThat(dataset.lastBlock()).isEqualTo(80_000_000);
    assertThat(dataset.events()).singleElement().satisfies(event -> assertThat(event.markets()).hasSize(1));
  }

  private static JsonSchema schema(String name) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(Path.of("docs/schemas/" + name + ".schema.json")));
  }

  private static String block(String document) throws IOException {
    Matcher matcher = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("docs/schemas/" + document)));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
