package io.cascadian.routes;

import io.cascadian.exchange.ServiceCamelContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads which operations a {@code rest: openApi:} has: Camel sends each to {@code direct:} and its id. */
final class ContractOperations {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

  /** Finds files and resources as every Camel does. It is never started, and only read. */
  private static final CamelContext CAMEL = new ServiceCamelContext();

  /** What was read last: a validation asks for the same contract several times, and parsing it costs a third of the validation. */
  private static volatile Parsed last = new Parsed("", Map.of());

  /** Holds a document and the text that it was parsed from. */
  private record Parsed(String text, Map<?, ?> document) {}

  private ContractOperations() {}

  /**
   * Returns the requests that a contract has, such as {@code GET /api/health}, by the ids of their operations.
   *
   * @param specification that Camel would find; where it cannot be read there are none, and Camel itself reports why
   */
  static Map<String, String> of(String specification) {
    Map<?, ?> document = document(specification);
    String base = base(document);
    Map<String, String> requests = new LinkedHashMap<>();
    map(document.get("paths")).forEach((path, item) -> map(item).forEach((method, operation) -> {
      Object id = map(operation).get("operationId");
      if (id != null && METHODS.contains(method.toString())) {
        requests.put(id.toString(), method.toString().toUpperCase(Locale.ROOT) + " " + base + path);
      }
    }));
    return requests;
  }

  /** Returns the ids of the operations that ask for the token: by their own {@code security}, or that of the whole contract. */
  static Set<String> needingToken(String specification) {
    Map<?, ?> document = document(specification);
    Set<String> ids = new LinkedHashSet<>();
    map(document.get("paths")).forEach((path, item) -> map(item).forEach((method, operation) -> {
      Object id = map(operation).get("operationId");
      Object ways = map(operation).containsKey("security") ? map(operation).get("security") : document.get("security");
      if (id != null && METHODS.contains(method.toString()) && ways instanceof List<?> list && !list.isEmpty()
          && list.stream().noneMatch(way -> map(way).isEmpty())) {
        ids.add(id.toString());
      }
    }));
    return ids;
  }

  private static Map<?, ?> document(String specification) {
    try {
      Resource contract = PluginHelper.getResourceLoader(CAMEL).resolveResource(specification);
      if (contract == null || !contract.exists()) {
        return Map.of();
      }
      try (InputStream in = contract.getInputStream()) {
        return parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException | YamlEngineException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static Map<?, ?> parsed(String text) {
    Parsed parsed = last;
    if (!parsed.text.equals(text)) {
      parsed = new Parsed(text, map(new Load(LoadSettings.builder().build()).loadFromString(text)));
      last = parsed;
    }
    return parsed.document;
  }

  /** Returns the path of the first server; empty for the root. */
  private static String base(Map<?, ?> document) {
    Object server = document.get("servers") instanceof List<?> servers && !servers.isEmpty() ? map(servers.get(0)).get("url") : null;
    return server == null ? "" : String.valueOf(URI.create(server.toString()).getPath()).replaceFirst("/+$", "");
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
