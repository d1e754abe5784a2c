package io.cascadian.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Answers {@code GET /api/openapi.yaml} with the contract, {@code docs/api/openapi.yaml}, which the build puts beside the classes. Thread-safe. */
public final class Contract {

  /** The resource name by which routes refer to {@link #operations()}. */
  public static final String SPECIFICATION = "contract:operations.json";
  private static final String FILE = "/api/openapi.yaml";
  /** The prefix of the paths of all operations that routes answer. */
  private static final String BASE = "/api";

  private final byte[] bytes;

  public Contract() {
    try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the build has not put docs/api/openapi.yaml on the class path; run ./mvnw process-resources");
      }
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  /** Returns the document as YAML. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns the part of the contract that Camel's REST DSL reads, as JSON: the operations below {@code /api}, each with its id, its parameters and
   * its {@code security}, with {@code /api} as their server.
   *
   * <p>Paths below {@code /observe} are left out, because the HTTP server answers them itself. The prefix stands in the server, because
   * Camel 4.18 registers {@code //api/…} where the server is {@code /}. Bodies and responses are left out, because Camel would check media types by
   * them before it asks for the token; {@link RequestRules} checks them for all paths.
   */
  String operations() {
    Map<?, ?> document = document();
    Map<String, Object> paths = new LinkedHashMap<>();
    paths(document).forEach((path, item) -> {
      Map<String, Object> operations = new LinkedHashMap<>();
      item.forEach((method, operation) -> operations.put(method, routed(operation)));
      paths.put(path.substring(BASE.length()), operations);
    });
    Map<String, Object> routed = new LinkedHashMap<>();
    routed.put("openapi", document.get("openapi"));
    routed.put("info", document.get("info"));
    routed.put("servers", List.of(Map.of("url", BASE)));
    if (document.get("security") != null) {
      routed.put("security", document.get("security"));
    }
    routed.put("paths", paths);
    routed.put("components", document.get("components"));
    try {
      return new ObjectMapper().writeValueAsString(routed);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the contract does not consist of plain values", e);
    }
  }

  private static Map<String, Object> routed(Map<?, ?> operation) {
    Map<String, Object> routed = new LinkedHashMap<>();
    for (String field : List.of("operationId", "summary", "parameters", "security")) {
      if (operation.get(field) != null) {
        routed.put(field, operation.get(field));
      }
    }
    routed.put("responses", Map.of("default", Map.of("description", "as in the contract")));
    return routed;
  }

  /** Returns the requests that routes answer, such as {@code GET /api/health}, by the id of their operation. */
  public Map<String, String> requests() {
    Map<String, String> requests = new TreeMap<>();
    paths(document()).forEach((path, item) -> item.forEach((method, operation) ->
        requests.put(String.valueOf(operation.get("operationId")), method.toUpperCase(Locale.ROOT) + " " + path)));
    return requests;
  }

  /** Returns the operations that routes answer, by path and method. */
  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Map<?, ?>>> paths(Map<?, ?> document) {
    Map<String, Map<String, Map<?, ?>>> paths = new LinkedHashMap<>((Map<String, Map<String, Map<?, ?>>>) document.get("paths"));
    paths.keySet().removeIf(path -> !path.startsWith(BASE + "/"));
    return paths;
  }

  private Map<?, ?> document() {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text());
  }

  /** Answers {@code GET /api/openapi.yaml}. */
  public void answer(Exchange exchange) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/yaml");
    exchange.getMessage().setBody(ByteBuffer.wrap(bytes));
  }
}
