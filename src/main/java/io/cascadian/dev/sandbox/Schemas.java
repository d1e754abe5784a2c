package io.cascadian.dev.sandbox;

import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.parser.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the entities of each subgraph of the sandbox, read once from the schema files in {@code dev/sandbox/schemas}. Thread-safe. */
public final class Schemas {

  /** Names of the subgraphs. */
  public static final String ORDERBOOK = "orderbook-subgraph";
  public static final String ACTIVITY = "activity-subgraph";
  public static final String PNL = "pnl-subgraph";
  public static final String FPMM = "fpmm-subgraph";
  /** The main subgraph: of it only when conditions were resolved. */
  public static final String MAIN = "polymarket-subgraph";
  public static final String TRANSFERS = "transfers-subgraph";

  private static final Map<String, Map<String, EntityType>> SUBGRAPHS = load();

  private Schemas() {}

  /** Returns the entities of each subgraph, by subgraph name and entity name, in the order of the files. */
  public static Map<String, Map<String, EntityType>> subgraphs() {
    return SUBGRAPHS;
  }

  /**
   * Returns one entity.
   *
   * @throws IllegalArgumentException when the subgraph has none of that name
   */
  public static EntityType entity(String subgraph, String name) {
    return Optional.ofNullable(SUBGRAPHS.getOrDefault(subgraph, Map.of()).get(name))
        .orElseThrow(() -> new IllegalArgumentException(subgraph + " has no entity " + name));
  }

  private static Map<String, Map<String, EntityType>> load() {
    Map<String, Map<String, EntityType>> subgraphs = new LinkedHashMap<>();
    for (String name : List.of(ORDERBOOK, ACTIVITY, PNL, FPMM, MAIN, TRANSFERS)) {
      Map<String, EntityType> types = new LinkedHashMap<>();
      Document schema = Parser.parse(read(name));
      List<ObjectTypeDefinition> entities = schema.getDefinitionsOfType(ObjectTypeDefinition.class);
      Set<String> names = entities.stream().map(ObjectTypeDefinition::getName).collect(Collectors.toSet());
      Set<String> enums = schema.getDefinitionsOfType(EnumTypeDefinition.class).stream().map(EnumTypeDefinition::getName).collect(Collectors.toSet());
      entities.forEach(definition -> types.put(definition.getName(), type(definition, names, enums)));
      subgraphs.put(name, types);
    }
    return subgraphs;
  }

  private static String read(String subgraph) {
    String resource = "/dev/sandbox/schemas/" + subgraph + ".graphql";
    try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static EntityType type(ObjectTypeDefinition definition, Set<String> entities, Set<String> enums) {
    List<EntityType.Field> fields = new ArrayList<>();
    for (FieldDefinition field : definition.getFieldDefinitions()) {
      Type<?> type = field.getType();
      boolean nullable = !(type instanceof NonNullType);
      if (type instanceof NonNullType required) {
        type = required.getType();
      }
      boolean list = type instanceof ListType;
      if (type instanceof ListType of) {
        type = of.getType() instanceof NonNullType element ? element.getType() : of.getType();
      }
      String name = ((TypeName) type).getName();
      String reference = entities.contains(name) ? name : null;
      EntityType.Scalar scalar = reference != null || enums.contains(name) ? EntityType.Scalar.STRING : scalar(name);
      fields.add(new EntityType.Field(field.getName(), scalar, list, nullable, reference));
    }
    return new EntityType(definition.getName(), collection(definition.getName()), fields);
  }

  private static EntityType.Scalar scalar(String name) {
    return switch (name) {
      case "ID" -> EntityType.Scalar.ID;
      case "String" -> EntityType.Scalar.STRING;
      case "Bytes" -> EntityType.Scalar.BYTES;
      case "BigInt" -> EntityType.Scalar.BIG_INT;
      case "BigDecimal" -> EntityType.Scalar.BIG_DECIMAL;
      case "Int" -> EntityType.Scalar.INT;
      case "Boolean" -> EntityType.Scalar.BOOLEAN;
      default -> throw new IllegalStateException("the sandbox's schemas use the unknown type " + name);
    };
  }

  private static String collection(String entity) {
    return entity.substring(0, 1).toLowerCase(Locale.ROOT) + entity.substring(1) + "s";
  }
}
