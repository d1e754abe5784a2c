package io.cascadian.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Checks requests against the contract before they reach a route: which parameters they may have, and whether they change something. Unknown
 * parameters are rejected, because a misspelt {@code since} would otherwise return everything.
 *
 * <p>Only the contract's paths under {@code /api/} are checked: an operator's own routes define their parameters themselves, and clients of
 * {@code /observe/} often add some. Immutable, thread-safe.
 */
final class KnownOperations {

  /** Accepts everything. */
  static final KnownOperations NONE = new KnownOperations(List.of());

  private final List<Operation> operations;

  /**
   * Describes an operation of the contract.
   *
   * @param isProtected whether it needs the token
   */
  private record Operation(String method, String[] path, Set<String> query, boolean isProtected) {

    boolean isAt(String asked, String[] segments) {
      return method.equals(asked) && isAt(segments);
    }

    boolean isAt(String[] segments) {
      return Arrays.equals(path, segments, (wanted, given) -> wanted.startsWith("{") ? 0 : wanted.compareTo(given));
    }
  }

  private KnownOperations(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  /** @param contract an OpenAPI document */
  static KnownOperations of(String contract) {
    Map<?, ?> document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(contract);
    List<Operation> operations = new ArrayList<>();
    ((Map<?, ?>) document.get("paths")).forEach((path, methods) -> ((Map<?, ?>) methods).forEach((method, operation) -> {
      if (path.toString().startsWith("/api/")) {
        operations.add(new Operation(method.toString().toUpperCase(java.util.Locale.ROOT), path.toString().split("/"),
            query(document, ((Map<?, ?>) operation).get("parameters")), isProtected(document, (Map<?, ?>) operation)));
      }
    }));
    return new KnownOperations(operations);
  }

  /** Returns whether an operation needs the token, by the rule of {@link GuardedOperations#needsToken}. */
  private static boolean isProtected(Map<?, ?> document, Map<?, ?> operation) {
    Object ways = operation.containsKey("security") ? operation.get("security") : document.get("security");
    return ways instanceof List<?> list && !list.isEmpty() && list.stream().noneMatch(way -> ((Map<?, ?>) way).isEmpty());
  }

  private static Set<String> query(Map<?, ?> document, Object parameters) {
    Set<String> names = new TreeSet<>();
    for (Object parameter : parameters instanceof List<?> list ? list : List.of()) {
      Map<?, ?> described = (Map<?, ?>) parameter;
      if (described.get("$ref") instanceof String reference) {
        described = (Map<?, ?>) at(document, reference);
      }
      if ("query".equals(described.get("in"))) {
        names.add(described.get("name").toString());
      }
    }
    return names;
  }

  /** Resolves a reference such as {@code #/components/parameters/Limit}. */
  private static Object at(Map<?, ?> document, String reference) {
    Object found = document;
    for (String name : reference.substring("#/".length()).split("/")) {
      found = ((Map<?, ?>) found).get(name);
    }
    return found;
  }

  /** Returns whether the contract has the path, with any method. */
  boolean hasPath(String path) {
    String[] segments = path.split("/");
    return operations.stream().anyMatch(operation -> operation.isAt(segments));
  }

  /** Returns whether a request needs the token because it changes something, also by GET. */
  boolean isProtected(HttpMethod method, String path) {
    String[] segments = path.split("/");
    return operations.stream().anyMatch(operation -> operation.isProtected && operation.isAt(asked(method), segments));
  }

  /** Returns the method that a request is answered by; HEAD is answered as GET. */
  private static String asked(HttpMethod method) {
    return method.equals(HttpMethod.HEAD) ? "GET" : method.name();
  }

  /**
   * Rejects parameters that a path of the contract does not have.
   *
   * @throws ApiProblem 400, which names the parameters of the path
   */
  void check(HttpMethod method, String path, Set<String> given) {
    if (given.isEmpty()) {
      return;
    }
    String asked = asked(method);
    String[] segments = path.split("/");
    for (Operation operation : operations) {
      if (operation.isAt(asked, segments)) {
        Set<String> unknown = new HashSet<>(given);
        unknown.removeAll(operation.query);
        if (!unknown.isEmpty()) {
          throw new ApiProblem(400, "Unknown parameter", operation.query.isEmpty()
              ? "This path has no parameters."
              : "The parameters of this path are: " + String.join(", ", operation.query) + ".");
        }
        return;
      }
    }
  }
}
