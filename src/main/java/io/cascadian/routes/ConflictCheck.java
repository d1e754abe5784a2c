package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds routes that claim what only one can have: an internal address, a path of the HTTP interface, a trigger, a place in the order of starting. */
final class ConflictCheck {

  /** Camel gives numbers from here on to routes that have none. */
  private static final int FIRST_GIVEN = 1000;

  /** @param methods of HTTP; none for all */
  private record Answering(CallGraph.Node node, Set<String> methods) {}

  private final Map<String, List<Answering>> answering = new HashMap<>();
  private final Map<String, List<CallGraph.Node>> taken = new HashMap<>();
  private final List<RouteProblem> problems = new ArrayList<>();

  private ConflictCheck() {}

  static List<RouteProblem> problems(CallGraph graph) {
    ConflictCheck check = new ConflictCheck();
    graph.nodes().forEach(check::node);
    return check.problems;
  }

  private void node(CallGraph.Node node) {
    String uri = CallGraph.normal(node.input());
    if (CallGraph.isInternal(node.input())) {
      first(uri, node, "listens at " + node.input() + " as well", "write an address of its own");
    } else if (uri.startsWith("quartz:")) {
      first(trigger(uri), node, "has the trigger of " + node.input() + " as well",
          "write a name of its own behind 'quartz:', such as quartz:cascadian/" + node.own().id());
    } else if (node.isHttp() && !node.body().switchedOff()) {
      http(node);
    }
    if (node.startupOrder() != null && node.startupOrder().matches("\\d{1,9}")) {
      order(Integer.parseInt(node.startupOrder()), node);
    }
  }

  /** Returns the full name of a trigger; without a group it is in the group Camel. */
  private static String trigger(String uri) {
    return uri.contains("/") ? uri : uri.replaceFirst("^quartz:", "quartz:Camel/");
  }

  private void first(String place, CallGraph.Node node, String what, String remedy) {
    claims(place).stream().findFirst().ifPresent(other -> add(node, lineOfInput(node), other, what, remedy));
    claims(place).add(node);
  }

  private List<CallGraph.Node> claims(String place) {
    return taken.computeIfAbsent(place, any -> new ArrayList<>());
  }

  /** Compares paths without the names of their parameters, but with the media types of requests and answers; operations of a contract have none. */
  private void http(CallGraph.Node node) {
    if (node.input().startsWith("rest-openapi:")) {
      node.own().parameters().values().forEach(request -> {
        String[] parts = request.split(" ", 2);
        http(node, parts[1], Set.of(parts[0]), null, null);
      });
      return;
    }
    http(node, node.input().replaceFirst("^(platform-http:|rest:[a-z]+:)", ""), methods(node), node.options().get("consumes"),
        node.options().get("produces"));
  }

  private void http(CallGraph.Node node, String path, Set<String> methods, String consumes, String produces) {
    String place = ("/" + path).replaceAll("/+", "/").replaceAll("\\{[^}]*}", "{}").replaceFirst("/+$", "") + ' ' + consumes + ' ' + produces;
    List<Answering> others = answering.computeIfAbsent(place, any -> new ArrayList<>());
    others.stream()
        .filter(other -> methods.isEmpty() || other.methods().isEmpty() || other.methods().stream().anyMatch(methods::contains)).findFirst()
        .ifPresent(other -> add(node, lineOfInput(node), other.node(), "answers " + path + " as well, and only one of them would",
            "write a path of its own, or another method as 'httpMethodRestrict'"));
    others.add(new Answering(node, methods));
  }

  /** Returns the HTTP methods of a route; empty for all. */
  static Set<String> methods(CallGraph.Node node) {
    String verb = node.input().startsWith("rest:") ? node.input().split(":")[1] : "";
    return Arrays.stream(node.options().getOrDefault("httpMethodRestrict", verb).toUpperCase(Locale.ROOT).split(","))
        .map(String::strip).filter(method -> !method.isEmpty()).collect(Collectors.toSet());
  }

  private void order(int order, CallGraph.Node node) {
    String remedy = "write a number of its own below " + FIRST_GIVEN + ", or remove the line";
    if (order >= FIRST_GIVEN) {
      problems.add(new RouteProblem(node.body().file(), node.body().startupOrder().line(),
          "the startupOrder " + order + " is one of those that Camel gives to routes without one", remedy));
      return;
    }
    String place = "startupOrder " + order;
    claims(place).stream().findFirst()
        .ifPresent(other -> add(node, node.body().startupOrder().line(), other, "has the " + place + " as well", remedy));
    claims(place).add(node);
  }

  static int lineOfInput(CallGraph.Node node) {
    return node.body().input().line();
  }

  private void add(CallGraph.Node node, int line, CallGraph.Node other, String what, String remedy) {
    // of two that are made of one template, the line in it is the same
    boolean templated = node.own().kind() == Kind.TEMPLATED;
    problems.add(new RouteProblem(node.own().file(), templated ? node.own().line() : line, "the route '" + other.id() + "' " + what, remedy));
  }
}
