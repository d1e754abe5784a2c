package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers HTTP requests to a subgraph's endpoint with the status and body of graph-node's own HTTP service. */
final class GraphqlEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();
  private static final int CACHED_DOCUMENTS = 500;

  private final Map<String, QueryDocument> documents = new ConcurrentHashMap<>();
  private volatile int expectedSize = 64 * 1024;

  /** @param body null when there was none, or it came without a length */
  Answer answer(Subgraph subgraph, String contentType, byte[] body) throws IOException {
    if (contentType == null) {
      return Answer.json(400, "{\"error\":\"Content-Type header is required\"}");
    }
    if (body == null || body.length == 0) {
      return Answer.json(400, "{\"error\":\"Body is required\"}");
    }
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return clientError("expected value at line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr());
    }
    if (!request.isObject()) {
      return clientError("Request data is not an object");
    }
    if (!request.has("query")) {
      return clientError("The \\\"query\\\" field is missing in request data");
    }
    if (!request.get("query").isTextual()) {
      return clientError("The \\\"query\\\" field is not a string");
    }
    JsonNode variables = request.path("variables");
    if (!variables.isMissingNode() && !variables.isNull() && !variables.isObject()) {
      return clientError("Invalid query variables provided");
    }
    return execute(subgraph, request.get("query").textValue(), variables);
  }

  private static Answer clientError(String message) {
    return Answer.json(400, "{\"error\":\"GraphQL server error (client error): " + message + "\"}");
  }

  @SuppressWarnings("unchecked")
  private Answer execute(Subgraph subgraph, String query, JsonNode variables) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("access-control-allow-origin", "*");
    headers.put("access-control-allow-headers", "Content-Type, User-Agent");
    headers.put("access-control-allow-methods", "GET, OPTIONS, POST");
    headers.put("graph-attestable", "true");
    headers.put("graph-indexed", subgraph.indexedHeader());
    ByteArrayOutputStream out = new ByteArrayOutputStream(expectedSize);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeFieldName("data");
      subgraph.answer(document(query), variables.isObject() ? JSON.convertValue(variables, Map.class) : Map.of(), json);
      json.writeEndObject();
    } catch (QueryException e) {
      return new Answer(200, "application/json", headers, errors(e));
    }
    // pages of one reader are much of a size: the next one's buffer need not grow
    expectedSize = Math.max(64 * 1024, out.size() + out.size() / 16);
    return new Answer(200, "application/json", headers, out.toByteArray());
  }

  private QueryDocument document(String query) {
    if (documents.size() > CACHED_DOCUMENTS) {
      documents.clear();
    }
    return documents.computeIfAbsent(query, QueryDocument::parse);
  }

  private static byte[] errors(QueryException e) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("errors");
      json.writeStartObject();
      json.writeStringField("message", e.getMessage());
      if (e.line() > 0) {
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeNumberField("line", e.line());
        json.writeNumberField("column", e.column());
        json.writeEndObject();
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
