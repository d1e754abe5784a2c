package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about files are complete, their examples follow their JSON Schemas, and so do the real files. */
class SchemaPagesTest {

  private static final Path FOLDER = Path.of("docs/schemas");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("`(io\\.cascadian(?:\\.[a-z]+)+\\.[A-Z]\\w+(?:\\.[A-Z]\\w+)?)`");

  static Stream<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".md")).map(n -> n.replace(".md", "")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pages_areComplete(String page) throws IOException {
    String text = text(page);
    assertThat(text).contains("- **Location**: ", "- **Update frequency**: ", "- **Java**: ", "- **JSON Schema**: [" + page + ".schema.json]",
        "\n## Example\n", "\n## Integrity checks\n", "- **Usage**: ", "- **Related files**: ", "- **Maintenance**: ");
    Matcher classes = CLASS.matcher(text);
    assertThat(classes.find()).as("a Java class with its package").isTrue();
    do {
      String name = classes.group(1);
      assertThatCode(() -> named(name)).as(name).doesNotThrowAnyException();
    } while (classes.find());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolution-map", "backfilled-market-ids", "market-id-lookup-results", "category-definitions", "missing-markets",
      "watchlist-events"})
  void page_namesRecordOfEntry(String page) throws Exception {
    List<Class<?>> found = new ArrayList<>();
    Matcher classes = CLASS.matcher(text(page));
    while (classes.find()) {
      found.add(named(classes.group(1)));
    }
    assertThat(found).anyMatch(Class::isRecord);
  }

  private static Class<?> named(String name) throws ClassNotFoundException {
    return Class.forName(name.replaceFirst("\\.([A-Z]\\w+)\\.([A-Z]\\w+)$", ".$1\\$$2"), false, SchemaPagesTest.class.getClassLoader());
  }

  @ParameterizedTest
  @CsvSource({
      "backfilled-market-ids, resolution/backfilled_market_ids.json",
      "market-id-lookup-results, resolution/market_id_lookup_results.jsonl.gz",
  })
  void example_hasFieldsOfRealFile(String page, String file) throws IOException {
    Set<String> real = new TreeSet<>();
    try (InputStream in = SharedData.open(file)) {
      fields("", new String(in.readAllBytes(), StandardCharsets.UTF_8), page, real);
    }
    Set<String> example = new TreeSet<>();
    fields("", examples(page).get(0), page, example);
    assertThat(example).containsAll(real);
    // a list that is empty in the real file does not show what its entries have
    example.removeAll(real);
    assertThat(example).allMatch(field -> field.contains("[]") && real.stream().noneMatch(r -> r.startsWith(field.substring(0, field.indexOf("[]") + 2))));
  }

  private static void fields(String at, String content, String page, Set<String> into) throws IOException {
    for (String document : documents(page, content)) {
      fields(at, JSON.readTree(document), into);
    }
  }

  /** Each field with the kind of value that it has. */
  private static void fields(String at, JsonNode node, Set<String> into) {
    if (node.isObject()) {
      node.fields().forEachRemaining(field -> fields(at + "." + field.getKey(), field.getValue(), into));
    } else if (node.isArray()) {
      into.add(at + " ARRAY");
      node.forEach(entry -> fields(at + "[]", entry, into));
    } else {
      into.add(at + " " + node.getNodeType());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void examples_matchSchema(String page) throws IOException {
    List<String> examples = examples(page);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertValid(page, example);
    }
  }

  @Test
  void examples_areReadByProgram(@TempDir Path folder) throws IOException {
    ReferenceWallets.of(Files.writeString(folder.resolve("references.json"), examples("reference-wallets").get(0)));
    CategoryDefinitions categories = CategoryDefinitions.of(Files.writeString(folder.resolve("c.json"), examples("category-definitions").get(0)));
    assertThat(categories.categoryOf(null, List.of("bitcoin"))).isEqualTo("Crypto");
    Dataset dataset = FeedReader.read(Files.writeString(folder.resolve("feed.jsonl"), examples("feed").get(0)));
    assertThat(dataset.lastBlock()).isEqualTo(80_000_000);
    assertThat(dataset.events()).singleElement().satisfies(event -> assertThat(event.markets()).hasSize(1));
  }

  @Test
  void builtInCategories_matchSchema() throws IOException {
    assertValid("category-definitions", Files.readString(Path.of("src/main/resources/categories/categories.json")));
  }

  @ParameterizedTest
  @CsvSource({
      "resolution-map, resolution/expanded_resolution_map.2025-10-29.json",
      "resolution-map, resolution/expanded_resolution_map.2025-10-28.json.gz",
      "resolution-map, resolution/condition_resolution_map.json.gz",
      "backfilled-market-ids, resolution/backfilled_market_ids.json",
      "market-id-lookup-results, resolution/market_id_lookup_results.jsonl.gz",
      "dimension-lists, dims/markets_dim_seed.json.gz",
  })
  void realFiles_matchSchemas(String page, String file) throws IOException {
    try (InputStream in = SharedData.open(file)) {
      assertValid(page, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "resolution-map; {\"resolutions\": []}",
      "resolution-map; {\"resolutions\": [{\"condition_id\": \"0x12\", \"market_id\": \"1\"}]}",
      "backfilled-market-ids; {\"valid_backfill_mappings\": []}",
      "market-id-lookup-results; {\"condition_id\": \"12\", \"market_id\": \"1\"}",
      "category-definitions; {\"buckets\": [{\"name\": \" \", \"tags\": []}]}",
      "dimension-lists; [{\"condition_id\": \"12\", \"market_id\": \"1\"}]",
      "feed; {\"record\": \"trade\"}",
      "missing-markets; {\"condition_id\": null}",
      "reference-wallets; {\"wallets\": []}",
      "watchlist-events; {\"event\": \"added\"}",
  })
  void invalidExamples_failSchema(String page, String wrong) throws IOException {
    assertThat(schema(page).validate(JSON.readTree(wrong))).isNotEmpty();
  }

  /** Line by line where the schema is one of a line. */
  private static void assertValid(String page, String content) throws IOException {
    JsonSchema schema = schema(page);
    for (String document : documents(page, content)) {
      JsonNode json = JSON.readTree(document);
      assertThat(schema.validate(json)).as(document.length() < 500 ? document : page).isEmpty();
    }
  }

  private static String[] documents(String page, String content) throws IOException {
    boolean ofLines = schema(page).getSchemaNode().path("title").asText().startsWith("A line of ");
    return ofLines ? content.strip().split("\n") : new String[] {content};
  }

  private static JsonSchema schema(String page) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(FOLDER.resolve(page + ".schema.json")));
  }

  private static List<String> examples(String page) throws IOException {
    List<String> examples = new ArrayList<>();
    EXAMPLE.matcher(text(page)).results().forEach(found -> examples.add(found.group(1)));
    return examples;
  }

  private static String text(String page) throws IOException {
    return Files.readString(FOLDER.resolve(page + ".md"));
  }
}
