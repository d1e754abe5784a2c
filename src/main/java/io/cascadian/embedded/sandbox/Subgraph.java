package io.cascadian.embedded.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** One deployed subgraph: answers query documents at its head or at a pinned block, as graph-node does. Thread-safe. */
final class Subgraph {

  private final String deployment;
  private final ChainClock clock;
  private final Map<String, EntityTable> byCollection = new LinkedHashMap<>();
  private final Map<String, EntityTable> bySingular = new LinkedHashMap<>();
  private final Map<String, EntityTable> byEntity = new LinkedHashMap<>();

  Subgraph(String name, String identity, List<EntityTable> tables, ChainClock clock) {
    this.deployment = "Qm" + ChainClock.hash((name + " " + identity).hashCode()).substring(2, 46);
    this.clock = clock;
    for (EntityTable table : tables) {
      String entity = table.type().name();
      byEntity.put(entity, table);
      byCollection.put(table.type().collection(), table);
      bySingular.put(entity.substring(0, 1).toLowerCase(Locale.ROOT) + entity.substring(1), table);
    }
  }

  String deployment() {
    return deployment;
  }

  /** Writes the value of {@code data}. */
  void answer(QueryDocument document, Map<String, Object> variables, JsonGenerator json) throws IOException {
    // all fields of one request see one and the same head
    long head = clock.head();
    json.writeStartObject();
    for (QueryDocument.Selected field : document.fields(variables)) {
      json.writeFieldName(field.key());
      if (field.name().equals("_meta")) {
        meta(field, head, json);
      } else if (byCollection.containsKey(field.name())) {
        collection(field, byCollection.get(field.name()), head, json);
      } else if (bySingular.containsKey(field.name())) {
        single(field, bySingular.get(field.name()), head, json);
      } else {
        throw new QueryException("Type `Query` has no field `" + field.name() + "`");
      }
    }
    json.writeEndObject();
  }

  private void collection(QueryDocument.Selected field, EntityTable table, long head, JsonGenerator json) throws IOException {
    long block = block(field.arguments().get("block"), head);
    int[] columns = columns(field, table);
    SerializableString[] keys = keys(field);
    json.writeStartArray();
    for (int row : new CollectionQuery(table, field.arguments()).rows(block)) {
      entity(field, keys, table, columns, row, block, json);
    }
    json.writeEndArray();
  }

  private void single(QueryDocument.Selected field, EntityTable table, long head, JsonGenerator json) throws IOException {
    Object id = field.arguments().get("id");
    if (id == null) {
      throw new QueryException("No value provided for required argument: `id`");
    }
    long block = block(field.arguments().get("block"), head);
    int[] columns = columns(field, table);
    List<Integer> rows = new CollectionQuery(table, Map.of("first", 1, "where", Map.of("id", id))).rows(block);
    if (rows.isEmpty()) {
      json.writeNull();
    } else {
      entity(field, keys(field), table, columns, rows.get(0), block, json);
    }
  }

  /** Positions of the selected fields; -1 for {@code __typename}. */
  private static int[] columns(QueryDocument.Selected field, EntityTable table) {
    if (field.selection().isEmpty()) {
      throw new QueryException("Field \"" + field.name() + "\" of type \"[" + table.type().name()
          + "!]!\" must have a selection of subfields. Did you mean \"" + field.name() + " { ... }\"?");
    }
    return field.selection().stream().mapToInt(selected -> {
      int index = selected.name().equals("__typename") ? -1 : table.type().indexOf(selected.name());
      if (index < 0 && !selected.name().equals("__typename")) {
        throw new QueryException("Type `" + table.type().name() + "` has no field `" + selected.name() + "`");
      }
      return index;
    }).toArray();
  }

  /** The names of the selected fields in the answer, encoded once for all rows. */
  private static SerializableString[] keys(QueryDocument.Selected field) {
    return field.selection().stream().map(selected -> new SerializedString(selected.key())).toArray(SerializableString[]::new);
  }

  private void entity(
      QueryDocument.Selected field, SerializableString[] keys, EntityTable table, int[] columns, int row, long block, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.length; i++) {
      json.writeFieldName(keys[i]);
      String reference = columns[i] < 0 ? null : table.type().fields().get(columns[i]).reference();
      if (columns[i] < 0) {
        json.writeString(table.type().name());
      } else if (reference == null) {
        table.write(json, row, columns[i]);
      } else {
        nested(field.selection().get(i), byEntity.get(reference), table.value(row, columns[i]), block, json);
      }
    }
    json.writeEndObject();
  }

  /** The entity that a field of another one refers to by its id. */
  private void nested(QueryDocument.Selected field, EntityTable table, Object id, long block, JsonGenerator json) throws IOException {
    int[] columns = columns(field, table);
    List<Integer> rows = id == null ? List.of() : new CollectionQuery(table, Map.of("first", 1, "where", Map.of("id", id))).rows(block);
    if (rows.isEmpty()) {
      throw new QueryException("Null value resolved for non-null field `" + field.name() + "`");
    }
    entity(field, keys(field), table, columns, rows.get(0), block, json);
  }

  private void meta(QueryDocument.Selected field, long head, JsonGenerator json) throws IOException {
    boolean constrained = field.arguments().get("block") != null;
    long block = block(field.arguments().get("block"), head);
    json.writeStartObject();
    for (QueryDocument.Selected selected : field.selection()) {
      json.writeFieldName(selected.key());
      switch (selected.name()) {
        case "deployment" -> json.writeString(deployment);
        case "hasIndexingErrors" -> json.writeBoolean(false);
        case "block" -> {
          json.writeStartObject();
          for (QueryDocument.Selected of : selected.selection()) {
            json.writeFieldName(of.key());
            switch (of.name()) {
              case "number" -> json.writeNumber(block);
              // unknown under a block constraint, as in graph-node
              case "timestamp" -> Values.write(json, constrained ? null : (Object) (int) clock.timestamp(block));
              case "hash" -> Values.write(json, constrained ? null : ChainClock.hash(block));
              case "parentHash" -> Values.write(json, constrained ? null : ChainClock.hash(block - 1));
              default -> throw new QueryException("Type `_Block_` has no field `" + of.name() + "`");
            }
          }
          json.writeEndObject();
        }
        default -> throw new QueryException("Type `_Meta_` has no field `" + selected.name() + "`");
      }
    }
    json.writeEndObject();
  }

  private long block(Object constraint, long head) {
    if (!(constraint instanceof Map<?, ?> map) || map.isEmpty()) {
      return head;
    }
    if (map.get("hash") != null) {
      OptionalLong number = ChainClock.number(map.get("hash").toString());
      if (number.isEmpty() || number.getAsLong() > head) {
        throw new QueryException("Failed to decode `block.hash` value: `no block with that hash found`");
      }
      return number.getAsLong();
    }
    String form = map.get("number") != null ? "number" : "number_gte";
    long wanted = Long.parseLong(map.get(form).toString());
    if (wanted > head) {
      throw new QueryException("Failed to decode `block." + form + "` value: `subgraph " + deployment
          + " has only indexed up to block number " + head + " and data for block number " + wanted + " is therefore not yet available`");
    }
    return form.equals("number") ? wanted : head;
  }

  String indexedHeader() {
    long head = clock.head();
    return "{\"hash\":\"" + ChainClock.hash(head) + "\",\"number\":" + head + ",\"timestamp\":" + clock.timestamp(head) + "}";
  }
}
