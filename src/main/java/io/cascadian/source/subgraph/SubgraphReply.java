package io.cascadian.source.subgraph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what a subgraph answered: its {@code _meta}, and the rows of each collection that was asked for.
 *
 * @param rows values in the order of the fields asked for, by collection in the order of the keys asked for; empty when only the head was
 */
record SubgraphReply(SourceHead head, List<List<Object[]>> rows) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads an answer, whose body is a stream, bytes or text. A result without data, with errors beside data, cut off, without one of the collections, or of another kind
   * is a failure.
   *
   * @param keys under which the collections are answered
   * @param fields of each row; what else a row holds is passed over
   */
  static SubgraphReply parse(String endpoint, List<String> keys, List<String> fields, ServiceAnswer answer) throws SourceException {
    if (answer.status() != 200) {
      throw SubgraphErrors.status(endpoint, answer);
    }
    String error = null;
    String message = null;
    SourceHead head = null;
    List<List<Object[]>> rows = new ArrayList<>(Collections.nCopies(keys.size(), null));
    boolean data = false;
    try (JsonParser json = JSON.createParser(answer.stream())) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        expect(json, json.currentToken(), JsonToken.FIELD_NAME);
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("errors")) {
          error = firstMessage(value(json));
        } else if (name.equals("message") || name.equals("error")) {
          message = String.valueOf(value(json));
        } else if (name.equals("data") && value == JsonToken.START_OBJECT) {
          data = true;
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            int key = keys.indexOf(field);
            if (key >= 0) {
              rows.set(key, rows(json, fields));
            } else if (field.equals("_meta")) {
              head = head(value(json));
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "there is more behind the end");
      }
    } catch (IOException | NumberFormatException e) {
      throw SubgraphErrors.garbled(endpoint, answer, e);
    }
    if (error != null) {
      throw SubgraphErrors.graphql(endpoint, error);
    }
    if (message != null) {
      throw SubgraphErrors.message(endpoint, message);
    }
    if (!data || head == null || rows.contains(null)) {
      throw SubgraphErrors.garbled(endpoint, answer, null);
    }
    return new SubgraphReply(head, rows);
  }

  private static void expect(JsonParser json, JsonToken actual, JsonToken wanted) throws IOException {
    if (actual != wanted) {
      throw new JsonParseException(json, "expected " + wanted + " but found " + actual);
    }
  }

  private static List<Object[]> rows(JsonParser json, List<String> fields) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    SerializedString[] names = fields.stream().map(SerializedString::new).toArray(SerializedString[]::new);
    RepeatedTexts[] texts = fields.stream().map(field -> new RepeatedTexts()).toArray(RepeatedTexts[]::new);
    List<Object[]> rows = new ArrayList<>(1000);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken(), JsonToken.START_OBJECT);
      rows.add(row(json, fields, names, texts));
    }
    return rows;
  }

  /**
   * Reads an object. Servers answer fields in the order in which they were asked for, so the next name is nearly always the expected one, whose bytes are
   * compared without making a string of them.
   */
  private static Object[] row(JsonParser json, List<String> fields, SerializedString[] names, RepeatedTexts[] texts)
      throws IOException {
    Object[] row = new Object[names.length];
    int expected = 0;
    while (true) {
      int field = expected;
      if (expected == names.length || !json.nextFieldName(names[expected])) {
        if ((expected == names.length ? json.nextToken() : json.currentToken()) == JsonToken.END_OBJECT) {
          return row;
        }
        field = fields.indexOf(json.currentName());
      }
      JsonToken value = json.nextToken();
      if (field < 0) {
        json.skipChildren();
      } else {
        row[field] = value == JsonToken.VALUE_STRING
            ? texts[field].of(json.getTextCharacters(), json.getTextOffset(), json.getTextLength()) : value(json);
        expected = field + 1;
      }
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>(16);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(json, "unexpected " + json.currentToken());
    };
  }

  private static String firstMessage(Object errors) {
    if (!(errors instanceof List<?> list)) {
      return errors == null ? null : errors.toString();
    }
    if (list.isEmpty()) {
      return null;
    }
    return list.get(0) instanceof Map<?, ?> map && map.get("message") != null ? map.get("message").toString() : list.get(0).toString();
  }

  private static SourceHead head(Object meta) {
    if (!(meta instanceof Map<?, ?> map) || !(map.get("block") instanceof Map<?, ?> block) || block.get("number") == null) {
      return null;
    }
    return new SourceHead(
        Long.parseLong(block.get("number").toString()),
        block.get("hash") == null ? null : block.get("hash").toString(),
        block.get("timestamp") == null ? null : Long.valueOf(block.get("timestamp").toString()),
        map.get("deployment") == null ? null : map.get("deployment").toString(),
        Boolean.TRUE.equals(map.get("hasIndexingErrors")));
  }
}
