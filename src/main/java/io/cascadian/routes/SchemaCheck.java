package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/** Validates a file by Camel's own schema of its YAML: finds unknown steps and properties, and values of a wrong type. */
final class SchemaCheck {

  /** Kinds of messages about an alternative as a whole, which are left out when one about its inside exists. */
  private static final Set<String> GENERAL = Set.of("oneOf", "anyOf", "type", "required");

  private final JsonSchema schema;

  SchemaCheck() {
    // a note in Camel's schema, no rule
    JsonMetaSchema draft4 = JsonMetaSchema.builder(JsonMetaSchema.getV4()).keyword(new NonValidationKeyword("deprecated")).build();
    JsonSchemaFactory factory = JsonSchemaFactory.builder().metaSchema(draft4).defaultMetaSchemaIri(draft4.getIri()).build();
    try (InputStream in = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      // every step of a route may hold every other: computed beforehand, or kept where it was met, this schema takes hundreds of megabytes
      schema = factory.getSchema(in, SchemaValidatorsConfig.builder().preloadJsonSchema(false).cacheRefs(false).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<RouteProblem> problems(RouteFile file) {
    List<RouteProblem> problems = new ArrayList<>();
    for (ValidationMessage message : relevant(schema.validate(file.json()))) {
      JsonNode value = message.getInstanceNode();
      if (value != null && value.isTextual() && value.asText().contains("{{")) {
        // what a placeholder becomes is known when the route is built
        continue;
      }
      if (message.getType().equals("type") && isQuoted(value, message)) {
        continue;
      }
      List<Object> path = path(message.getInstanceLocation());
      String place = place(path);
      switch (message.getType()) {
        case "additionalProperties" -> {
          List<Object> to = new ArrayList<>(path);
          to.add(message.getProperty());
          problems.add(new RouteProblem(file.name(), file.line(to), "'" + message.getProperty() + "' is nothing that Camel knows in " + place,
              Suggestions.advice(message.getProperty(), known(message)) + ", or correct its indentation"));
        }
        case "required" -> problems.add(new RouteProblem(file.name(), file.line(path), place + " lacks '" + message.getProperty() + "'",
            "add '" + message.getProperty() + ":' below it"));
        case "enum" -> {
          List<String> values = new ArrayList<>();
          message.getSchemaNode().forEach(v -> values.add(v.asText()));
          problems.add(new RouteProblem(file.name(), file.line(path), "'" + value.asText() + "' is not among the values of " + place,
              Suggestions.advice(value.asText(), values)));
        }
        case "type" -> problems.add(new RouteProblem(file.name(), file.line(path), place + " has a value of the wrong type: " + plain(message),
            value != null && value.isTextual() ? "write it without quotes if it is a number, true or false" : "see the other routes for its form"));
        default -> problems.add(new RouteProblem(file.name(), file.line(path), place + ": " + plain(message), "see the other routes for its form"));
      }
    }
    return problems;
  }

  /** Describes an alternative that is not met by what is wrong inside it: the deepest places, and there the most definite messages. */
  private static List<ValidationMessage> relevant(Set<ValidationMessage> all) {
    Set<String> seen = new HashSet<>();
    return all.stream()
        .filter(m -> all.stream().noneMatch(o -> o.getInstanceLocation().getNameCount() > m.getInstanceLocation().getNameCount()
            && o.getInstanceLocation().startsWith(m.getInstanceLocation())))
        .filter(m -> !GENERAL.contains(m.getType()) || all.stream().noneMatch(
            o -> !GENERAL.contains(o.getType()) && o.getInstanceLocation().equals(m.getInstanceLocation())))
        .filter(m -> seen.add(m.getInstanceLocation() + " " + m.getType() + " " + m.getProperty())).toList();
  }

  /** Returns the names that the schema has where an unknown one stands. */
  private List<String> known(ValidationMessage message) {
    JsonNode node = schema.getSchemaNode();
    JsonNodePath rule = message.getSchemaLocation().getFragment();
    for (int i = 0; i < rule.getNameCount() - 1; i++) {
      node = rule.getElement(i) instanceof Integer index ? node.path(index) : node.path(String.valueOf(rule.getElement(i)));
    }
    List<String> names = new ArrayList<>();
    node.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Camel takes a number, true or false with quotes and without. */
  private static boolean isQuoted(JsonNode value, ValidationMessage message) {
    String wanted = message.getSchemaNode().asText();
    if (value == null || !value.isTextual()) {
      return value != null && wanted.equals("string") && (value.isNumber() || value.isBoolean());
    }
    return wanted.equals("boolean") && value.asText().matches("true|false")
        || (wanted.equals("number") || wanted.equals("integer")) && value.asText().matches("-?\\d+(\\.\\d+)?");
  }

  private static List<Object> path(JsonNodePath location) {
    List<Object> path = new ArrayList<>();
    for (int i = 0; i < location.getNameCount(); i++) {
      path.add(location.getElement(i));
    }
    return path;
  }

  private static String place(List<Object> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i) instanceof String name) {
        return "'" + name + "'";
      }
    }
    return "the file";
  }

  private static String plain(ValidationMessage message) {
    return message.getMessage().replaceFirst("^[^ ]*: ", "");
  }
}
