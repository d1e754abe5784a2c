package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.BeanUse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Do the beans, methods and internal addresses that routes name exist? */
final class ReferenceCheck {

  private ReferenceCheck() {}

  static List<RouteProblem> beans(List<RouteUnit> units, RouteEnvironment environment) {
    List<RouteProblem> problems = new ArrayList<>();
    for (RouteUnit unit : units) {
      for (BeanUse use : unit.beans()) {
        Class<?> type = environment.beans().get(use.name());
        if (use.name().contains("{{")) {
          continue;
        }
        if (type == null) {
          problems.add(new RouteProblem(unit.file(), use.line(), "there is no bean '" + use.name() + "'",
              Nearest.advice(use.name(), environment.beans().keySet())));
        } else if (use.method() != null && !use.method().contains("{{method")) {
          String method = use.method().replaceAll("\\(.*", "").strip();
          Set<String> methods = Arrays.stream(type.getMethods()).filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName)
              .collect(Collectors.toSet());
          if (!method.contains("$") && !methods.contains(method)) {
            problems.add(new RouteProblem(unit.file(), use.methodLine(), "the bean '" + use.name() + "' has no method '" + method + "'",
                Nearest.advice(method, methods)));
          }
        }
      }
    }
    return problems;
  }

  /** Called where nobody listens, or two routes listening at one place. */
  static List<RouteProblem> addresses(CallGraph graph) {
    List<RouteProblem> problems = new ArrayList<>();
    Map<String, CallGraph.Node> listeners = new HashMap<>();
    for (CallGraph.Node node : graph.nodes()) {
      CallGraph.Node other = CallGraph.isInternal(node.input()) ? listeners.putIfAbsent(CallGraph.normal(node.input()), node) : null;
      if (other != null) {
        problems.add(new RouteProblem(node.body().file(), node.body().input().line(),
            "the route '" + other.id() + "' listens at " + node.input() + " as well", "write an address of its own"));
      }
    }
    graph.nodes().stream().flatMap(node -> node.calls().stream()).distinct()
        .filter(call -> CallGraph.isInternal(call.uri()) && !listeners.containsKey(CallGraph.normal(call.uri())))
        .forEach(call -> problems.add(new RouteProblem(call.file(), call.line(), "no route begins at " + call.uri(),
            Nearest.advice(call.uri(), listeners.keySet()) + ", or add the route back, or take this step out")));
    return problems;
  }
}
