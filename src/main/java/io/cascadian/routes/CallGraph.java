package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Branch;
import io.cascadian.routes.RouteUnit.EndpointUse;
import io.cascadian.routes.RouteUnit.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Maps which route calls which, by {@code direct:} and {@code seda:}. Templated routes have the input and the calls of their template.
 *
 * <p>Immutable, thread-safe.
 */
public final class CallGraph {

  /**
   * Describes a route with its resolved endpoint URIs.
   *
   * @param own the entry that it comes from
   * @param body the same, or the template that it is made of
   * @param options those of the input
   * @param startupOrder null where none is written
   */
  record Node(RouteUnit own, RouteUnit body, String input, Map<String, String> options, String startupOrder, List<Call> calls,
      List<String> configurations) {
    String id() {
      return own.id();
    }

    /** Returns whether it answers requests over HTTP. */
    boolean isHttp() {
      return HTTP.stream().anyMatch(input::startsWith);
    }

    String description() {
      return own.description() != null ? own.description() : body.description();
    }
  }

  /** Describes a call with its position and the branches around it. */
  record Call(String uri, String file, int line, List<Branch> branches) {}

  /** What a rest becomes is one of the latter two. */
  private static final List<String> HTTP = List.of("platform-http:", "rest:", "rest-openapi:");

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, List<Node>> listeners = new HashMap<>();

  CallGraph(List<RouteUnit> units, Map<String, String> properties) {
    Map<String, RouteUnit> templates =
        units.stream().filter(u -> u.kind() == Kind.TEMPLATE && u.id() != null).collect(Collectors.toMap(RouteUnit::id, u -> u, (a, b) -> a));
    // what a configuration does when something fails, its routes do
    Map<String, RouteUnit> configurations = units.stream().filter(u -> u.kind() == Kind.CONFIGURATION && u.id() != null)
        .collect(Collectors.toMap(RouteUnit::id, u -> u, (a, b) -> a));
    for (RouteUnit unit : units) {
      RouteUnit body = unit.kind() == Kind.TEMPLATED ? templates.get(unit.template()) : unit;
      if (!unit.isRoute() || unit.id() == null || body == null || body.input() == null) {
        continue;
      }
      List<Map<String, String>> values = List.of(unit.parameters(), known(body.parameters()), properties);
      List<Call> calls = new ArrayList<>(calls(body, values));
      List<String> named = body.configurations().stream().map(RouteUnit.Reference::name).toList();
      named.stream().filter(configurations::containsKey).forEach(name -> calls.addAll(calls(configurations.get(name), values)));
      units.stream().filter(rule -> rule.kind() == Kind.RULE && unit.kind() == Kind.ROUTE && rule.file().equals(unit.file()))
          .forEach(rule -> calls.addAll(calls(rule, values)));
      // a duplicate id is reported elsewhere; what both listen at is still there
      String id = nodes.containsKey(unit.id()) ? unit.id() + " in " + unit.file() : unit.id();
      Map<String, String> options = new TreeMap<>();
      body.input().parameters().forEach(option -> options.put(option.name(), PlaceholderCheck.resolve(option.value(), values)));
      nodes.put(id, new Node(unit, body, PlaceholderCheck.resolve(body.input().uri(), values), options,
          body.startupOrder() == null ? null : PlaceholderCheck.resolve(body.startupOrder().name(), values), List.copyOf(calls), named));
    }
    nodes.values().forEach(node -> listeners.computeIfAbsent(normal(node.input()), any -> new ArrayList<>()).add(node));
  }

  private static Map<String, String> known(Map<String, String> defaults) {
    return defaults.entrySet().stream().filter(e -> e.getValue() != null).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<Call> calls(RouteUnit unit, List<Map<String, String>> values) {
    return unit.calls().stream().filter(use -> !use.dynamic()).map(use -> call(unit, use, values)).toList();
  }

  private static Call call(RouteUnit unit, EndpointUse use, List<Map<String, String>> values) {
    return new Call(PlaceholderCheck.resolve(use.uri(), values), unit.file(), use.line(), use.branches());
  }

  /** Returns the routes in the order of their files. */
  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Returns whether the address is one inside the service, which some route must listen at. */
  static boolean isInternal(String uri) {
    return uri.startsWith("direct:") || uri.startsWith("seda:");
  }

  /** Name without slashes, as Camel compares addresses. */
  static String normal(String uri) {
    int colon = 0;
    while (colon < uri.length() && uri.charAt(colon) >= 'a' && uri.charAt(colon) <= 'z') {
      colon++;
    }
    if (colon == 0 || !uri.startsWith(":/", colon)) {
      return uri;
    }
    int rest = colon + 1;
    while (rest < uri.length() && uri.charAt(rest) == '/') {
      rest++;
    }
    return uri.substring(0, colon + 1) + uri.substring(rest);
  }

  /** Returns the routes that listen at a {@linkplain #normal normal} address, in the order of their files. */
  List<Node> listeners(String address) {
    return listeners.getOrDefault(address, List.of());
  }

  /** Returns the ids of the routes that it calls, in the order of its steps. */
  Set<String> callees(Node node) {
    return node.calls().stream().map(call -> normal(call.uri()))
        .flatMap(uri -> listeners(uri).stream().filter(n -> isInternal(n.input())))
        .map(Node::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the ids of the routes that answer requests over HTTP: those that take them, and the operations that only contracts call. */
  Set<String> answeringHttp() {
    Set<String> operations = new LinkedHashSet<>();
    Set<String> calledByOthers = new LinkedHashSet<>();
    nodes.values().forEach(node -> (node.own().kind() == Kind.REST ? operations : calledByOthers).addAll(callees(node)));
    operations.removeAll(calledByOthers);
    nodes.values().stream().filter(Node::isHttp).map(Node::id).forEach(operations::add);
    return operations;
  }

  /** Returns these routes, and all from which a message may reach one of them. */
  Set<String> withCallers(Set<String> ids) {
    Map<String, Set<String>> callees = nodes.values().stream().collect(Collectors.toMap(Node::id, this::callees));
    Set<String> found = new LinkedHashSet<>(ids);
    Deque<String> open = new ArrayDeque<>(ids);
    while (!open.isEmpty()) {
      String called = open.pop();
      callees.forEach((caller, targets) -> {
        if (targets.contains(called) && found.add(caller)) {
          open.push(caller);
        }
      });
    }
    return found;
  }
}
