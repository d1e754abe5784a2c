package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.BeanUse;
import io.cascadian.routes.RouteUnit.Kind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that beans, methods and internal addresses that routes name exist. */
final class ReferenceCheck {

  private ReferenceCheck() {}

  static List<RouteProblem> beans(List<RouteUnit> units, RouteEnvironment environment) {
    List<RouteProblem> problems = new ArrayList<>();
    Set<String> own = units.stream().filter(unit -> unit.kind() == Kind.BEAN).map(RouteUnit::id).collect(Collectors.toCollection(TreeSet::new));
    Set<String> all = new TreeSet<>(environment.beans().keySet());
    all.addAll(own);
    for (RouteUnit unit : units) {
      for (BeanUse use : unit.beans()) {
        // Camel asks the beans of the files themselves when it builds the routes
        if (use.name().contains("{{") || own.contains(use.name())) {
          continue;
        }
        Class<?> type = environment.beans().get(use.name());
        if (type == null) {
          problems.add(new RouteProblem(unit.file(), use.line(), "there is no bean '" + use.name() + "'", Suggestions.advice(use.name(), all)));
        } else if (use.method() != null && !use.method().contains("{{method")) {
          String method = use.method().replaceAll("\\(.*", "").strip();
          Set<String> methods = Arrays.stream(type.getMethods()).filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName)
              .collect(Collectors.toSet());
          if (!method.contains("$") && !methods.contains(method)) {
            problems.add(new RouteProblem(unit.file(), use.methodLine(), "the bean '" + use.name() + "' has no method '" + method + "'",
                Suggestions.advice(method, methods)));
          }
        }
      }
    }
    return problems;
  }

  /** Finds calls of addresses at which no route listens. */
  static List<RouteProblem> addresses(CallGraph graph) {
    Set<String> listeners = graph.nodes().stream().map(CallGraph.Node::input).filter(CallGraph::isInternal).map(CallGraph::normal)
        .collect(Collectors.toSet());
    return graph.nodes().stream().flatMap(node -> node.calls().stream()
        .filter(call -> CallGraph.isInternal(call.uri()) && !listeners.contains(CallGraph.normal(call.uri())))
        .map(call -> isContract(node) ? operation(call) : step(call, listeners))).distinct().toList();
  }

  private static boolean isContract(CallGraph.Node node) {
    return node.input().startsWith("rest-openapi:");
  }

  private static RouteProblem step(CallGraph.Call call, Set<String> listeners) {
    return new RouteProblem(call.file(), call.line(), "no route begins at " + call.uri(),
        Suggestions.advice(call.uri(), listeners) + ", or add the route back, or take this step out");
  }

  private static RouteProblem operation(CallGraph.Call call) {
    String operation = call.uri().substring(call.uri().indexOf(':') + 1);
    return new RouteProblem(call.file(), call.line(), "the operation '" + operation + "' of the contract has no route",
        "add a route that begins at " + call.uri() + ", with 'autoStartup: false' below its id to switch it off");
  }
}
