package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.schedule.CronSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.TimeUtils;

/** Checks whether routes that can be built fulfil the rules of the service, and warns of rules that an operator has disabled. */
final class FlowCheck {

  /** Milliseconds. */
  private static final long SHORTEST_PERIOD = 100;

  private final CallGraph graph;
  private final RouteFlows flows;
  private final RouteEnvironment environment;
  private final Set<RouteProblem> problems = new LinkedHashSet<>();
  private final Set<RouteProblem> warnings = new LinkedHashSet<>();

  FlowCheck(CallGraph graph, RouteFlows flows, RouteEnvironment environment) {
    this.graph = graph;
    this.flows = flows;
    this.environment = environment;
    RunCheck runs = new RunCheck(flows, environment);
    runs.check(entries());
    HttpCheck http = new HttpCheck(graph, flows, environment.rules());
    http.check();
    DropFolderCheck drop = new DropFolderCheck(graph, flows, environment.rules());
    drop.check();
    Stream.of(runs.problems(), http.problems(), drop.problems()).forEach(problems::addAll);
    Stream.of(runs.warnings(), http.warnings(), drop.warnings()).forEach(warnings::addAll);
    endless();
    hidden();
    tireless();
    runsOnRuns();
    restless();
    switchedOff();
    uncalled();
  }

  Set<RouteProblem> problems() {
    return problems;
  }

  Set<RouteProblem> warnings() {
    return warnings;
  }

  /** Returns where messages come in: from outside, by the contract, or from the program. */
  private List<RouteDefinition> entries() {
    Set<RouteDefinition> entries = new LinkedHashSet<>();
    flows.routes().stream().filter(route -> !CallGraph.isInternal(flows.input(route))).forEach(entries::add);
    Stream<String> contract = graph.nodes().stream().filter(node -> node.input().startsWith("rest-openapi:"))
        .flatMap(node -> ContractOperations.of(node.input().substring("rest-openapi:".length())).keySet().stream()).map(id -> "direct:" + id);
    Stream.concat(contract, environment.rules().runAddresses().stream()).flatMap(address -> flows.listeners(address).stream())
        .filter(flows.routes()::contains).forEach(entries::add);
    return new ArrayList<>(entries);
  }

  /** Rejects work that the message decides at run time: removed properties of the run, and beans called without a method. */
  private void hidden() {
    flows.changed().forEach(place -> problems.add(new RouteProblem(place.file(), place.line(), "the properties of the run, which its works know it and its"
        + " lock by, are taken away or replaced here", "leave what is called cascadian… as it is; name others one by one")));
    flows.unnamed().forEach((place, bean) -> {
      if (environment.beans().containsKey(bean)) {
        problems.add(new RouteProblem(place.file(), place.line(), "the bean '" + bean + "' is called without a method, so that a header of the message decides"
            + " which of its works is done, in or out of a run", "write 'method' below it"));
      }
    });
  }

  /** Messages that never end hold up every later edit of their routes. */
  private void endless() {
    flows.routes().forEach(route -> {
      flows.of(route);
      flows.besides(route);
    });
    flows.circles().forEach((place, address) -> {
      String what = "a message that comes here comes to " + address + " again";
      if (flows.endless().contains(place)) {
        problems.add(new RouteProblem(place.file(), place.line(), what + " on no condition, without an end", "take this step out, or write it into a 'filter' or 'choice'"));
      } else {
        warnings.add(new RouteProblem(place.file(), place.line(), what, "nothing, when its condition ends it; an edit waits for messages that go round"));
      }
    });
    for (RouteDefinition route : flows.routes()) {
      for (LoopDefinition loop : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), LoopDefinition.class)) {
        if (flows.isTrue(loop.getDoWhile(), false) && "true".equals(loop.getExpression().getExpression().strip())) {
          Visit.Place place = flows.place(route);
          problems.add(new RouteProblem(place.file(), Math.max(loop.getLineNumber(), place.line()), "the loop has no end: its condition is always true",
              "write a condition that a message can change, or begin the route at a 'timer'"));
        }
      }
    }
  }

  /** Warns of unlimited redelivery, which blocks the caller, such as a run with its lock. */
  private void tireless() {
    for (RouteDefinition route : flows.routes()) {
      boolean isTireless = route.getOutputs().stream().filter(OnExceptionDefinition.class::isInstance).map(OnExceptionDefinition.class::cast)
          .filter(rule -> !flows.isDisabled(rule) && rule.getRedeliveryPolicyType() != null)
          .anyMatch(rule -> flows.resolve(String.valueOf(rule.getRedeliveryPolicyType().getMaximumRedeliveries()), Map.of()).startsWith("-"));
      if (isTireless) {
        Visit.Place place = flows.place(route);
        warnings.add(new RouteProblem(place.file(), place.line(), "failures in the route '" + route.getRouteId() + "' are retried without a limit, which blocks every caller:"
            + " a run keeps its lock, and no other run starts", "write a number for 'maximumRedeliveries' in its onException"));
      }
    }
  }

  /** Runs that a timer or a schedule of an operator's own begins, on no condition, before the last one can have ended. */
  private void runsOnRuns() {
    Set<String> beginning = flows.routes().stream().filter(route -> flows.of(route).stream()
            .anyMatch(visit -> visit.address() != null && environment.rules().runAddresses().contains(visit.address()) && visit.forks().isEmpty()))
        .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
    graph.nodes().stream().filter(node -> beginning.contains(node.id())).forEach(node -> tooOften(node)
        .ifPresent(why -> problems.add(new RouteProblem(node.body().file(), ConflictCheck.lineOfInput(node), why, "write a longer pause, or begin runs on a condition"))));
  }

  private static Optional<String> tooOften(CallGraph.Node node) {
    Map<String, String> options = node.options();
    if (node.input().startsWith("quartz:") && options.containsKey("cron")) {
      return CronSchedule.tooOften(options.get("cron").replace('+', ' '));
    }
    String period = node.input().startsWith("timer:") ? options.getOrDefault("period", "1000")
        : node.input().startsWith("scheduler:") ? options.getOrDefault("delay", "500") : null;
    return period == null || "1".equals(options.get("repeatCount")) || millis(period) == Long.MAX_VALUE ? Optional.empty()
        : CronSchedule.tooOften(Duration.ofMillis(millis(period)));
  }

  /** A timer that fires all the time takes a processor, and all its messages have to end before an edit. */
  private void restless() {
    for (CallGraph.Node node : graph.nodes()) {
      boolean isTimer = node.input().startsWith("timer:");
      if (!isTimer && !node.input().startsWith("scheduler:") || node.body().switchedOff()) {
        continue;
      }
      for (String option : List.of("period", "delay")) {
        String written = node.options().get(option);
        // what a timer waits at first, a scheduler waits each time
        long floor = isTimer && option.equals("delay") ? 0 : SHORTEST_PERIOD;
        if (written != null && millis(written) < floor && !"1".equals(node.options().get("repeatCount"))) {
          warnings.add(new RouteProblem(node.body().file(), ConflictCheck.lineOfInput(node), "with '" + option + ": " + written + "' the timer fires more than ten"
              + " times a second", "write a longer 'period', in milliseconds or such as 5s"));
        }
      }
    }
  }

  /** Reads a number of milliseconds, or a duration such as 5s; the longest possible where it is neither, which is reported elsewhere. */
  private static long millis(String written) {
    return written.matches("-?\\d{1,18}|(\\d{1,9}(ms|[dhms]))+") ? TimeUtils.toMilliSeconds(written) : Long.MAX_VALUE;
  }

  private void switchedOff() {
    Set<String> started = flows.routes().stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
    graph.nodes().stream().filter(node -> environment.expected().containsKey(node.id()) && node.body().switchedOff() && !started.contains(node.id()))
        .forEach(node -> warnings.add(new RouteProblem(node.own().file(), node.own().line(), "the route '" + node.id() + "' is switched off: "
            + environment.expected().get(node.id()), "nothing, when that is what you want; else take 'autoStartup: false' out")));
  }

  /** A stream that no run reads, such as one whose step was taken out, and an operation of no contract. */
  private void uncalled() {
    Set<String> called = new HashSet<>();
    graph.nodes().forEach(node -> called.addAll(graph.callees(node)));
    graph.nodes().stream().filter(node -> node.own().kind() == Kind.TEMPLATED && CallGraph.isInternal(node.input()) && !called.contains(node.id()))
        .forEach(node -> warnings.add(new RouteProblem(node.own().file(), node.own().line(), "no route calls " + node.input() + ", so that nothing comes to '"
            + node.id() + "'", "nothing, when that is what you want; else add a 'to' where its like are called")));
  }
}
