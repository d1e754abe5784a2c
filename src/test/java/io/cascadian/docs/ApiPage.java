package io.cascadian.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference of the HTTP interface as Markdown, computed from its OpenAPI contract. */
final class ApiPage {

  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode contract;
  private final StringBuilder page = new StringBuilder();

  private ApiPage(JsonNode contract) {
    this.contract = contract;
  }

  /** @param head what stands before everything else */
  static String of(JsonNode contract, String head) {
    ApiPage page = new ApiPage(contract);
    page.page.append(head).append('\n').append(contract.at("/info/description").asText().strip()).append("\n\n");
    page.contents();
    page.operations();
    page.schemas();
    return page.page.toString().stripTrailing() + "\n";
  }

  private record Operation(String method, String path, JsonNode node) {
    String title() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    String anchor() {
      return title().toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-');
    }
  }

  private List<Operation> operations(String tag) {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
      METHODS.stream().filter(path.getValue()::has).map(m -> new Operation(m, path.getKey(), path.getValue().path(m)))
          .filter(o -> o.node.path("tags").path(0).asText().equals(tag)).forEach(found::add);
    }
    return found;
  }

  private void contents() {
    page.append("| request | answers |\n|---|---|\n");
    for (JsonNode tag : contract.path("tags")) {
      for (Operation operation : operations(tag.path("name").asText())) {
        page.append("| [").append(operation.title()).append("](#").append(operation.anchor()).append(") | ")
            .append(cell(operation.node.path("summary"))).append(" |\n");
      }
    }
  }

  private void operations() {
    for (JsonNode tag : contract.path("tags")) {
      page.append("\n## ").append(tag.path("description").asText()).append('\n');
      operations(tag.path("name").asText()).forEach(this::operation);
    }
  }

  private void operation(Operation operation) {
    JsonNode node = operation.node;
    page.append("\n### ").append(operation.title()).append("\n\n").append(node.path("summary").asText()).append(".\n");
    paragraph(node.path("description"));
    if (node.path("security").size() > 0) {
      page.append("\nNeeds the token.\n");
    }
    if (node.path("parameters").size() > 0) {
      page.append("\n| parameter | in | form | meaning |\n|---|---|---|---|\n");
      for (JsonNode each : node.path("parameters")) {
        JsonNode parameter = resolve(each);
        page.append("| `").append(parameter.path("name").asText()).append("` | ").append(parameter.path("in").asText()).append(" | ")
            .append(type(parameter.path("schema"))).append(" | ").append(cell(parameter.path("description"))).append(" |\n");
      }
    }
    JsonNode body = resolve(node.path("requestBody")).path("content").path("application/json").path("schema");
    if (!body.isMissingNode()) {
      page.append("\nBody: ").append(type(body)).append(".\n");
      fields(body);
    }
    page.append("\n| status | means | body |\n|---|---|---|\n");
    for (Map.Entry<String, JsonNode> answer : node.path("responses").properties()) {
      JsonNode response = resolve(answer.getValue());
      page.append("| ").append(answer.getKey().equals("default") ? "else" : answer.getKey()).append(" | ").append(cell(response.path("description")))
          .append(" | ").append(bodyOf(response)).append(" |\n");
    }
    for (JsonNode response : node.path("responses")) {
      JsonNode schema = resolve(response).path("content").path("application/json").path("schema");
      if (!schema.has("$ref")) {
        fields(schema);
      }
    }
  }

  private String bodyOf(JsonNode response) {
    List<String> bodies = new ArrayList<>();
    for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
      String type = type(content.getValue().path("schema"));
      bodies.add(content.getKey().contains("json") ? type : "`" + content.getKey() + "`");
    }
    return String.join(", ", bodies);
  }

  private void schemas() {
    page.append("\n## Bodies\n");
    for (Map.Entry<String, JsonNode> schema : contract.at("/components/schemas").properties()) {
      if (isStructure(schema.getValue())) {
        page.append("\n### ").append(schema.getKey()).append('\n');
        paragraph(schema.getValue().path("description"));
        fields(schema.getValue());
      }
    }
  }

  /** A table of an object's fields; nothing for what has none. */
  private void fields(JsonNode given) {
    JsonNode schema = given.has("$ref") ? resolve(given) : given;
    if (given.has("$ref") || schema.path("properties").isEmpty()) {
      return;
    }
    page.append("\n| field | form | meaning |\n|---|---|---|\n");
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      boolean required = false;
      for (JsonNode name : schema.path("required")) {
        required |= name.asText().equals(field.getKey());
      }
      JsonNode resolved = resolve(field.getValue());
      page.append("| `").append(field.getKey()).append(required ? "` | " : "` (may be absent) | ").append(type(field.getValue())).append(" | ")
          .append(cell(isStructure(resolved) ? field.getValue().path("description") : resolved.path("description"))).append(" |\n");
    }
  }

  private String type(JsonNode schema) {
    if (schema.has("$ref") && isStructure(resolve(schema))) {
      String name = schema.path("$ref").asText().replaceAll(".*/", "");
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    JsonNode plain = resolve(schema);
    if (plain.has("allOf")) {
      return type(plain.path("allOf").path(0)) + (plain.path("nullable").asBoolean() ? " or null" : "");
    }
    StringBuilder text = new StringBuilder(switch (plain.path("type").asText()) {
      case "array" -> "list of " + type(plain.path("items"));
      case "integer" -> "whole number";
      case "string" -> plain.has("enum") ? "" : plain.path("format").asText().equals("date-time") ? "time" : "text";
      default -> plain.path("type").asText("anything");
    });
    List<String> values = new ArrayList<>();
    plain.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
    text.append(String.join(", ", values));
    if (plain.has("minimum") && plain.has("maximum")) {
      text.append(' ').append(plain.path("minimum").asText()).append('–').append(plain.path("maximum").asText());
    }
    if (plain.has("default")) {
      text.append(", `").append(plain.path("default").asText()).append("` when not given");
    }
    if (plain.path("nullable").asBoolean()) {
      text.append(" or null");
    }
    if (plain.has("example") && plain.path("example").isValueNode()) {
      text.append(", such as `").append(plain.path("example").asText()).append('`');
    }
    return text.toString().replace("|", "\\|");
  }

  private static boolean isStructure(JsonNode schema) {
    return !schema.path("properties").isEmpty();
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(contract.at(node.path("$ref").asText().substring(1))) : node;
  }

  private void paragraph(JsonNode text) {
    if (!text.isMissingNode()) {
      page.append('\n').append(text.asText().strip()).append('\n');
    }
  }

  private static String cell(JsonNode text) {
    return GeneratedPage.cell(text.asText(""));
  }
}
