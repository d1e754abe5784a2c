package io.cascadian.routes;

import io.cascadian.routes.Visit.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RestConfiguration;

/**
 * Checks that the contract's authorisation holds for all that is answered over HTTP, and that no route replaces a path of the contract, of health or of metrics.
 *
 * <p>Operations of the contract that need the token get it checked before their route. What their routes reach and those of open operations do not is
 * guarded: a path that operators add may come to it only after it has asked for the token itself.
 */
final class HttpCheck {

  /**
   * Describes a path of an operator's own.
   *
   * @param isPrefix whether it answers all that begins like it
   * @param isPartOfWord whether that may go on within its last word, as {@code /ap*} answers {@code /api/health}
   */
  private record Own(CallGraph.Node node, String path, Set<String> methods, boolean isPrefix, boolean isPartOfWord) {}

  private final CallGraph graph;
  private final RouteFlows flows;
  private final ServiceRules rules;
  private final Set<RouteProblem> problems = new LinkedHashSet<>();
  private final Set<RouteProblem> warnings = new LinkedHashSet<>();

  HttpCheck(CallGraph graph, RouteFlows flows, ServiceRules rules) {
    this.graph = graph;
    this.flows = flows;
    this.rules = rules;
  }

  void check() {
    if (rules.contract().isEmpty()) {
      return;
    }
    List<CallGraph.Node> contracts = graph.nodes().stream().filter(node -> node.input().startsWith("rest-openapi:")).toList();
    if (contracts.stream().noneMatch(node -> specification(node).equals(rules.contract()) && !node.body().switchedOff())) {
      CallGraph.Node other = contracts.isEmpty() ? null : contracts.get(0);
      problems.add(new RouteProblem(other == null ? "api" + RouteFolder.ENDING : other.body().file(), other == null ? 1 : ConflictCheck.lineOfInput(other),
          "the contract of the service is not answered, and with it its authorisation is gone", "write a 'rest' with 'openApi' and 'specification: "
              + rules.contract() + "'"));
    }
    contracts.stream().filter(node -> specification(node).equals(rules.contract()) && node.own().parameters().isEmpty()).forEach(node -> problem(node,
        "an operation of the contract whose route is gone would be answered with examples, or not at all, without a report",
        "write 'missingOperation: fail'"));
    moved();
    Map<String, String> requests = ContractOperations.of(rules.contract());
    List<Own> own = graph.nodes().stream().filter(node -> node.isHttp() && !node.body().switchedOff() && !node.input().startsWith("rest-openapi:"))
        .map(HttpCheck::own).toList();
    own.forEach(path -> shadow(path, requests));
    Set<String> guarded = guarded();
    own.forEach(path -> authorisation(path, guarded));
    contracts.stream().filter(node -> !specification(node).equals(rules.contract())).forEach(node -> shadows(node, requests));
  }

  Set<RouteProblem> problems() {
    return problems;
  }

  Set<RouteProblem> warnings() {
    return warnings;
  }

  /** Camel keeps one configuration of its REST DSL for the whole service. */
  private void moved() {
    RestConfiguration rest = flows.rest();
    boolean isElsewhere = rest.getComponent() != null && !rest.getComponent().equals("platform-http");
    boolean isBelow = rest.getContextPath() != null && !rest.getContextPath().matches("/?");
    if (isElsewhere || isBelow) {
      graph.nodes().stream().filter(node -> node.input().startsWith("rest-openapi:")).findFirst().ifPresent(node -> problem(node,
          "a 'restConfiguration' has the contract answered " + (isElsewhere ? "by '" + rest.getComponent() + "', past the checks of the service's own server"
              : "below " + rest.getContextPath()), "take 'component' and 'contextPath' out of it"));
    }
  }

  private static String specification(CallGraph.Node node) {
    return node.input().substring("rest-openapi:".length());
  }

  private static Own own(CallGraph.Node node) {
    String path = node.input().replaceFirst("^(platform-http:|rest:[a-z]+:)", "");
    boolean isPrefix = "true".equals(node.options().get("matchOnUriPrefix")) || path.endsWith("*");
    String fixed = path.replaceFirst("\\*+$", "");
    return new Own(node, clean(fixed), ConflictCheck.methods(node), isPrefix, isPrefix && !fixed.endsWith("/"));
  }

  private static String clean(String path) {
    return ("/" + path).replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
  }

  /** A path that somebody else's requests would come to. */
  private void shadow(Own own, Map<String, String> requests) {
    requests.values().stream().filter(request -> own.methods().isEmpty() || own.methods().contains(request.split(" ", 2)[0]))
        .filter(request -> meets(own, request.split(" ", 2)[1], false)).findFirst()
        .ifPresent(request -> problem(own.node(), "requests for " + request + " of the contract could come here, where their token is not checked",
            "write a path that is none of the contract's, such as /own" + own.path()));
    rules.reservedPaths().stream().filter(path -> meets(own, path, true)).findFirst()
        .ifPresent(path -> problem(own.node(), "requests for " + path + " could come here, so that health and metrics would not be answered",
            "write another path; what is below " + path + " is the service's"));
  }

  private void shadows(CallGraph.Node contract, Map<String, String> requests) {
    ContractOperations.of(specification(contract)).values().forEach(request -> {
      String[] parts = request.split(" ", 2);
      shadow(new Own(contract, clean(parts[1]), Set.of(parts[0]), false, false), requests);
    });
  }

  /** Returns whether one request may match both; a name in braces matches any word. */
  private static boolean meets(Own own, String path, boolean isPrefix) {
    List<String> one = words(own.path());
    List<String> other = words(clean(path));
    int common = Math.min(one.size(), other.size());
    for (int i = 0; i < common; i++) {
      boolean isOpen = one.get(i).contains("{") || one.get(i).contains(":") || other.get(i).contains("{");
      boolean isPart = own.isPartOfWord() && i == one.size() - 1 && other.get(i).startsWith(one.get(i));
      if (!isOpen && !isPart && !one.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return one.size() == other.size() || own.isPrefix() && one.size() < other.size() || isPrefix && other.size() < one.size();
  }

  private static List<String> words(String path) {
    return Stream.of(path.split("/")).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns what only operations reach that need the token: calls of beans, and addresses. */
  private Set<String> guarded() {
    Set<String> needing = ContractOperations.needingToken(rules.contract());
    Set<String> guarded = new HashSet<>();
    Set<String> open = new HashSet<>();
    ContractOperations.of(rules.contract()).keySet().forEach(id -> (needing.contains(id) ? guarded : open).addAll(reached("direct:" + id)));
    guarded.removeAll(open);
    String bean = rules.authorize().replaceFirst("\\..*", ".");
    guarded.removeIf(call -> call.startsWith(bean));
    return guarded;
  }

  private Set<String> reached(String address) {
    Set<String> reached = new HashSet<>(Set.of(address));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (RouteDefinition route : flows.listeners(open.pop())) {
        for (Visit visit : flows.of(route)) {
          String met = visit.call() != null ? visit.call() : visit.address();
          if (met != null && reached.add(met) && visit.address() != null) {
            open.add(met);
          }
        }
      }
    }
    return reached;
  }

  private void authorisation(Own own, Set<String> guarded) {
    RouteDefinition route = flows.routes().stream().filter(each -> each.getRouteId().equals(own.node().own().id())).findFirst().orElse(null);
    if (route == null) {
      return;
    }
    boolean goesOn = route.getOutputs().stream().filter(OnExceptionDefinition.class::isInstance).map(OnExceptionDefinition.class::cast)
        .anyMatch(rule -> rule.getContinued() != null || rule.getContinuedPolicy() != null);
    // what fails, such as the question for the token, is handled before what comes after it
    for (Visit visit : Stream.of(flows.besidesItself(route), flows.of(route), flows.besides(route)).flatMap(List::stream).toList()) {
      if (visit.isCall(rules.authorize()) && visit.forks().isEmpty() && !visit.isTried() && !visit.isParallel() && !goesOn) {
        return;
      }
      boolean isOpen = visit.call() == null && visit.address() == null;
      if (isOpen || guarded.contains(visit.call()) || guarded.contains(visit.address())) {
        String what = isOpen ? "a route that the request decides" : visit.call() != null ? visit.call() : visit.address();
        Place place = visit.place();
        problems.add(new RouteProblem(place.file(), place.line(), own.path() + " reaches " + what + " without the token that the contract asks for there",
            "call the bean " + rules.authorize() + " first, on no condition, where no 'doTry' and no 'continued' goes on after its refusal"));
        return;
      }
    }
    warnings.add(new RouteProblem(own.node().body().file(), ConflictCheck.lineOfInput(own.node()), own.path() + " answers everybody who reaches the port, also without"
        + " the token", "nothing, when it shows no secrets and changes nothing; else call the bean " + rules.authorize() + " first"));
  }

  private void problem(CallGraph.Node node, String problem, String remedy) {
    problems.add(new RouteProblem(node.body().file(), ConflictCheck.lineOfInput(node), problem, remedy));
  }
}
