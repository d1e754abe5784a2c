package io.cascadian.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** Reads the JSON object in a request's body; an invalid body or field becomes a 400 that names the field. */
final class JsonBody {

  private static final int MAX_BYTES = 256 * 1024;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private final JsonNode object;

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads the body of an exchange.
   *
   * @param known fields that are allowed; others are rejected, because they are misspelt or not supported
   * @throws ApiProblem 400, or 413 when it is too large
   */
  static JsonBody of(Exchange exchange, Set<String> known) {
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (bytes != null && bytes.length > MAX_BYTES) {
      throw new ApiProblem(413, "Body too large", "A body holds at most " + MAX_BYTES / 1024 + " KiB.");
    }
    JsonNode object;
    try {
      object = bytes == null ? null : JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ApiProblem(400, "Bad body", "The body is not JSON in UTF-8, or has a field twice.");
    }
    if (object == null || !object.isObject()) {
      throw bad("The body must be a JSON object with the fields: " + String.join(", ", new TreeSet<>(known)) + ".");
    }
    object.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        throw bad("There is no field '" + shortened(name) + "'; the fields are: " + String.join(", ", new TreeSet<>(known)) + ".");
      }
    });
    return new JsonBody(object);
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** Returns a text field, or the fallback when it is missing; without a fallback a missing field is a 400. */
  String text(String name, String fallback) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() && fallback != null) {
      return fallback;
    }
    if (!value.isTextual()) {
      throw bad("'" + name + "' must be a text" + (fallback == null ? "." : ", or be left out."));
    }
    return storable(name, value.asText());
  }

  boolean flag(String name, boolean fallback) {
    JsonNode value = object.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw bad("'" + name + "' must be true or false, or be left out.");
    }
    return value.asBoolean(fallback);
  }

  /** Returns a field that is a list of texts; empty when it is missing. */
  List<String> texts(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(element.isTextual() ? element.asText() : null));
    if (!value.isArray() || texts.contains(null)) {
      throw bad("'" + name + "' must be a list of texts, or be left out.");
    }
    texts.forEach(text -> storable(name, text));
    return texts;
  }

  /** Returns the text if both databases can store it; neither stores a NUL or half of a surrogate pair. */
  private static String storable(String name, String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw bad("'" + name + "' must not contain the character U+0000 or half of a surrogate pair.");
    }
    return text;
  }

  private static ApiProblem bad(String detail) {
    return new ApiProblem(400, "Bad body", detail);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
