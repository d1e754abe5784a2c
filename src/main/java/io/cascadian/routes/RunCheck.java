package io.cascadian.routes;

import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKind.Effect;
import io.cascadian.nightly.StepKinds;
import io.cascadian.routes.Visit.Place;
import io.cascadian.routes.Visit.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;

/**
 * Checks that runs fulfil the rules of the service: one at a time, recorded from start to end, each work in a step of its own, and gates after the
 * publication.
 *
 * <p>A run is what stands under the run lock, in whatever route. It goes by what is called, so that routes and steps may have any name and order that
 * {@link StepOrderCheck} allows.
 */
final class RunCheck {

  private static final Set<String> EVERYTHING = Set.of("java.lang.Exception", "java.lang.Throwable", "Exception", "Throwable");

  private final RouteFlows flows;
  private final ServiceRules rules;
  private final StepKinds kinds;
  private final Set<RouteProblem> problems = new LinkedHashSet<>();
  private final Set<RouteProblem> warnings = new LinkedHashSet<>();

  RunCheck(RouteFlows flows, RouteEnvironment environment) {
    this.flows = flows;
    this.rules = environment.rules();
    this.kinds = environment.kinds();
  }

  /** @param entries where messages come into the service, or the program sends them */
  void check(List<RouteDefinition> entries) {
    if (rules.runLock().isEmpty()) {
      return;
    }
    Map<Scope, List<Visit>> runs = new LinkedHashMap<>();
    for (RouteDefinition entry : entries) {
      for (Visit visit : Stream.concat(flows.of(entry).stream(), flows.besides(entry).stream()).toList()) {
        if (visit.scope() != null) {
          runs.computeIfAbsent(visit.scope(), any -> new ArrayList<>()).add(visit);
        } else if (visit.kind() != null) {
          problem(visit.place(), visit.call() + " is reached without the run lock, so that it could work beside a run without a record",
              "send to " + String.join(" or ", new TreeSet<>(rules.runAddresses())) + " instead, or call it in a 'step' of a run");
        }
      }
    }
    // the same lock is met on every way that leads to it
    runs.forEach((scope, visits) -> run(scope, visits.stream().distinct().toList()));
    for (String address : new TreeSet<>(rules.runAddresses())) {
      for (RouteDefinition route : flows.listeners(address)) {
        if (flows.routes().contains(route) && flows.of(route).stream().noneMatch(visit -> visit.scope() != null && visit.isCall(rules.endRun()))) {
          problem(flows.place(route), "a run that is started at " + address + " does not take the run lock, so that two could run at a time", lock());
        }
      }
    }
  }

  Set<RouteProblem> problems() {
    return problems;
  }

  Set<RouteProblem> warnings() {
    return warnings;
  }

  private void run(Scope scope, List<Visit> visits) {
    name(scope);
    lock(scope);
    List<Visit> works = visits.stream().filter(visit -> visit.kind() != null).toList();
    ends(scope, visits, works);
    stops(scope, visits);
    works.forEach(this::step);
    oneWorkEach(scope, works);
    gates(scope, works);
    failures(scope);
  }

  /** A run is recorded under the id of its route, and one that was cut off is resumed by a message to that name. */
  private void name(Scope scope) {
    String id = scope.route().getRouteId();
    if (!flows.input(scope.route()).equals("direct:" + id)) {
      problem(scope.place(), "a run of the route '" + id + "' that is cut off could not be resumed: that is done by a message to direct:" + id,
          "begin the route at direct:" + id);
    }
  }

  /** Checks that the lock is the one of all runs, and acquired before any work. */
  private void lock(Scope scope) {
    var lock = scope.lock();
    String key = lock.getExpression() == null ? "" : String.valueOf(lock.getExpression().getExpression());
    if (!key.equals(rules.runKey())) {
      problem(scope.place(), "the run lock is taken under '" + key + "' and not under '" + rules.runKey() + "', so that this run and others could run"
          + " at a time", "write the constant '" + rules.runKey() + "', whatever the route is called");
    }
    if (!flows.isTrue(lock.getEager(), true) || !flows.isTrue(lock.getSkipDuplicate(), true)) {
      problem(scope.place(), "with 'eager: false' or 'skipDuplicate: false' the steps are done without the run lock, so that two runs could be in progress at a time",
          "take the option out");
    }
    if (!flows.isTrue(lock.getRemoveOnFailure(), true)) {
      problem(scope.place(), "with 'removeOnFailure: false' a run that fails keeps the lock, and no other begins", "take the option out");
    }
  }

  private String lock() {
    return "put its steps into an 'idempotentConsumer' with the constant '" + rules.runKey() + "' and 'idempotentRepository: \"#" + rules.runLock()
        + "\"', with " + rules.beginRun() + " first and " + rules.endRun() + " last";
  }

  /** Checks that the run is recorded before its first work, and closed after its last. */
  private void ends(Scope scope, List<Visit> visits, List<Visit> works) {
    List<Visit> begins = visits.stream().filter(visit -> visit.isCall(rules.beginRun())).toList();
    int first = works.isEmpty() ? visits.size() : visits.indexOf(works.get(0));
    boolean isBegun = begins.stream().anyMatch(begin -> begin.route() == scope.route() && begin.forks().isEmpty() && !begin.isParallel()
        && visits.indexOf(begin) < first);
    if (!isBegun) {
      problem(begins.isEmpty() ? scope.place() : begins.get(0).place(), "the run is not recorded before its first step, so that no list would show it, and"
          + " no process could resume it", "call the bean " + rules.beginRun() + " first thing below the run lock, in the same route and on no condition");
    }
    List<Visit> finishes = visits.stream().filter(visit -> visit.isCall(rules.endRun())).toList();
    int last = works.isEmpty() ? -1 : visits.lastIndexOf(works.get(works.size() - 1));
    boolean isEnded = finishes.stream().anyMatch(end -> end.forks().isEmpty() && !end.isParallel() && visits.indexOf(end) > last);
    if (!isEnded) {
      problem(finishes.isEmpty() ? scope.place() : finishes.get(0).place(), "the run is not closed after its last step, so that it would be resumed again"
          + " and again, without a summary", "call " + rules.endRun() + " after all steps, under the run lock and on no condition, as the"
              + " route at direct:summary does");
    }
  }

  /** A message that goes no further takes the end of its run with it. */
  private void stops(Scope scope, List<Visit> visits) {
    int end = visits.stream().filter(visit -> visit.isCall(rules.endRun())).mapToInt(visits::indexOf).findFirst().orElse(visits.size());
    visits.subList(0, end).stream().filter(visit -> visit.isCall(RouteFlows.STOP) && !visit.isParallel()
        && visit.forks().stream().noneMatch(fork -> fork.node() instanceof SplitDefinition)).forEach(stop -> stopped(stop.place()));
    Stream.concat(Stream.of(scope.route()), visits.stream().map(Visit::route)).distinct()
        .filter(route -> route.getOutputs().stream().anyMatch(rule -> rule instanceof InterceptDefinition && !flows.isDisabled(rule) && RouteFlows.hasStop(rule)))
        .forEach(route -> stopped(flows.place(route)));
  }

  private void stopped(Place place) {
    problem(place, "a message that is stopped here leaves its run open, which would be resumed again and again",
        "put what is not to be done into a 'filter' or 'choice', so that the message comes to " + rules.endRun());
  }

  private void step(Visit work) {
    if (work.isParallel()) {
      problem(work.place(), work.call() + " would work beside the run, in no order with its other steps, and after the run lock is given back",
          "call it by 'to' in a 'step' of its own, without 'wireTap', 'seda', 'aggregate' and 'parallelProcessing'");
    } else if (!work.isPlain()) {
      problem(work.place(), work.call() + " is called in a way that runs do not see, so that its step would lose the rules of this work",
          "call it by a 'bean' step, and the route that does so by 'to'");
    } else if (work.apart() != null) {
      problem(work.place(), "the route '" + work.apart() + "' handles failures of " + work.call() + " by itself, so that they do not come to the run: its step"
          + " would be a success, or the run be left open", "write 'errorHandler: noErrorHandler: {}' in that route");
    } else if (work.steps().isEmpty()) {
      problem(work.place(), work.call() + " stands in no 'step' of the run, so that no record shows whether it was done, and a resumed run does it again",
          "put it into a 'step' with an id of its own");
    }
  }

  /** A step has the rules of its work: what it must follow, what its failure means, when it is done again. */
  private void oneWorkEach(Scope scope, List<Visit> works) {
    Map<StepDefinition, Set<String>> bySteps = new LinkedHashMap<>();
    works.forEach(work -> work.steps().forEach(step -> bySteps.computeIfAbsent(step, any -> new LinkedHashSet<>()).add(work.kind().work())));
    bySteps.forEach((step, done) -> {
      if (done.size() > 1) {
        problem(stepPlace(scope, step, works), "the step '" + step.getId() + "' does several works of a run (" + String.join(", ", done)
            + "): none of their rules for order, resuming and failures would count for it", "make a 'step' with an id of its own for each");
      }
    });
  }

  private Place stepPlace(Scope scope, StepDefinition step, List<Visit> works) {
    Visit first = works.stream().filter(work -> work.steps().contains(step)).findFirst().orElseThrow();
    return first.steps().get(0) == step ? flows.place(scope.route(), step) : first.place();
  }

  private void gates(Scope scope, List<Visit> works) {
    Set<String> checked = kinds.all().stream().filter(kind -> kind.effect() == Effect.INSPECTS).flatMap(kind -> kind.requires().stream())
        .collect(Collectors.toSet());
    for (int i = 0; i < works.size(); i++) {
      Visit work = works.get(i);
      List<Visit> after = works.subList(i + 1, works.size());
      if (work.kind().effect() == Effect.DERIVES && checked.contains(work.kind().work())
          && after.stream().noneMatch(later -> isGateOf(later.kind(), work.kind()) && later.surelyFollows(work) && !later.isTried())) {
        List<String> gates = kinds.all().stream().filter(kind -> isGateOf(kind, work.kind())).flatMap(kind -> kind.calls().stream()).toList();
        problem(work.place(), "what " + work.call() + " publishes is not checked by gates, so that wrong numbers would be published and the run be a success",
            "add a step after it that comes to " + String.join(" or ", gates) + ", on no other condition and not inside 'doTry', as the route at direct:gates"
                + " does");
      }
      if (work.kind().effect() == Effect.INGESTS && after.stream().noneMatch(later -> later.kind().effect() == Effect.DERIVES)) {
        warnings.add(new RouteProblem(work.place().file(), work.place().line(), "what " + work.call() + " stores reaches no wallet table in this run",
            "nothing, when that is what you want; else add the step that publishes them after it"));
      }
    }
  }

  private static boolean isGateOf(StepKind kind, StepKind published) {
    return kind.effect() == Effect.INSPECTS && kind.requires().contains(published.work());
  }

  /** Checks that the run continues or is closed when a step fails. */
  private void failures(Scope scope) {
    List<OnExceptionDefinition> rulesOfRoute = scope.route().getOutputs().stream().filter(OnExceptionDefinition.class::isInstance)
        .map(OnExceptionDefinition.class::cast).filter(rule -> !flows.isDisabled(rule)).toList();
    boolean isEnded = rulesOfRoute.stream().filter(rule -> rule.getOnWhen() == null && rule.getExceptions().stream().anyMatch(EVERYTHING::contains))
        .anyMatch(rule -> isTrue(rule.getContinued()) || isTrue(rule.getHandled()) && closes(scope, rule));
    Place place = flows.place(scope.route());
    if (!isEnded) {
      problem(place, "a step that fails would leave the run open: nothing goes on with the next step, and nothing closes it",
          "write 'routeConfigurationId: run-errors' below the id of the route '" + scope.route().getRouteId() + "', or an 'onException' of"
              + " java.lang.Exception with 'continued'");
    } else if (rulesOfRoute.stream().noneMatch(rule -> flows.walk(scope.route(), rule.getOutputs()).stream().anyMatch(v -> v.isCall(rules.abortRun())))) {
      warnings.add(new RouteProblem(place.file(), place.line(), "no failure ends the run '" + scope.route().getRouteId() + "' early, not even one of a critical"
          + " step or of the run lock", "name a routeConfiguration that calls " + rules.abortRun() + ", such as run-errors"));
    }
  }

  private boolean closes(Scope scope, OnExceptionDefinition rule) {
    return flows.walk(scope.route(), rule.getOutputs()).stream().anyMatch(visit -> visit.isCall(rules.endRun()));
  }

  private static boolean isTrue(ExpressionSubElementDefinition written) {
    return written != null && "true".equals(written.getExpressionType().getExpression().strip());
  }

  private void problem(Place place, String problem, String remedy) {
    problems.add(new RouteProblem(place.file(), place.line(), problem, remedy));
  }
}
