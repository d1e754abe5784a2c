package io.cascadian.routes;

import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKind.Effect;
import io.cascadian.nightly.StepKinds;
import io.cascadian.routes.RouteUnit.Branch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the order of a run's steps: work that stores data before work that derives from it, and inspections after that.
 *
 * <p>All rows of a run carry its number, and the wallet tables are computed from the rows with later numbers than the last time. So what comes in
 * behind the step that derives them has the number that is done with: no later run would take it in.
 *
 * <p>Steps are compared where one message may come to both. A branch of a choice goes by what is before the choice and by itself; what is behind
 * the choice goes by all branches. What catches a failure is behind all of what failed: how much of that was done is not known.
 */
final class StepOrderCheck {

  /** Describes the work of a route, its own or that of a called route. */
  private record Step(String name, int line, List<Branch> branches, StepKind kind) {

    /** Returns whether one message may come to both: not where a choice leads to one of them or to the other. */
    boolean goesWith(Step other) {
      return branches.stream().noneMatch(own -> other.branches().stream().anyMatch(its -> its.fork() == own.fork() && its.way() != own.way()));
    }

    boolean requires(Step other) {
      return kind.requires().contains(other.kind().work());
    }

    /** Returns whether each message that comes to both of the others passes here. */
    boolean isSure(Step one, Step another) {
      return branches.stream().allMatch(own -> one.branches().contains(own) || another.branches().contains(own));
    }
  }

  private final CallGraph graph;
  private final StepKinds kinds;

  private StepOrderCheck(CallGraph graph, StepKinds kinds) {
    this.graph = graph;
    this.kinds = kinds;
  }

  static List<RouteProblem> problems(CallGraph graph, StepKinds kinds) {
    StepOrderCheck check = new StepOrderCheck(graph, kinds);
    return graph.nodes().stream().flatMap(node -> check.problems(node).stream()).distinct().toList();
  }

  private List<RouteProblem> problems(CallGraph.Node node) {
    List<Step> steps = steps(node);
    List<RouteProblem> problems = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      List<Step> before = together(steps.subList(0, i), step);
      List<Step> after = together(steps.subList(i + 1, steps.size()), step);
      if (step.kind().effect() == Effect.INGESTS) {
        before.stream().filter(other -> other.kind().effect() == Effect.DERIVES).findFirst().ifPresent(derived -> problems.add(new RouteProblem(
            node.body().file(), step.line(), step.name() + " comes after " + derived.name()
                + ": what it stores would be missing from the wallet tables for good",
            "move this step before the one in line " + derived.line())));
      }
      after.stream().filter(step::requires).filter(required -> before.stream().filter(step::requires).noneMatch(b -> b.isSure(step, required)))
          .findFirst().ifPresent(required -> problems.add(new RouteProblem(node.body().file(), step.line(), step.name() + " comes before "
              + required.name() + ": it would look at what the run before published",
              "move this step behind the one in line " + required.line())));
    }
    return problems;
  }

  private static List<Step> together(List<Step> steps, Step other) {
    return steps.stream().filter(step -> step.goesWith(other)).toList();
  }

  /** Returns what of a route's calls and beans is one of these works, in the order of writing. */
  private List<Step> steps(CallGraph.Node node) {
    // calls of its configurations are for failures
    Stream<Step> called = node.calls().stream().filter(call -> call.file().equals(node.body().file()))
        .map(call -> new Step(call.uri(), call.line(), call.branches(), kind(call)));
    Stream<Step> own = node.body().beans().stream().filter(use -> use.method() != null)
        .map(use -> new Step(name(use), use.methodLine(), use.branches(), kinds.ofCall(use.name(), use.method())));
    return Stream.concat(called, own).filter(step -> step.kind() != null).sorted(Comparator.comparingInt(Step::line)).toList();
  }

  /** Returns what a call leads to; null when that is none of these, or several: then it is a run of its own. */
  private StepKind kind(CallGraph.Call call) {
    Set<StepKind> found = new HashSet<>();
    collect(call.uri(), found, new HashSet<>());
    return found.size() == 1 ? found.iterator().next() : null;
  }

  private void collect(String uri, Set<StepKind> found, Set<String> seen) {
    String address = CallGraph.normal(uri);
    if (!CallGraph.isInternal(uri) || !seen.add(address)) {
      return;
    }
    graph.listeners(address).forEach(node -> {
      node.body().beans().stream().map(use -> kinds.ofCall(use.name(), use.method())).filter(Objects::nonNull).forEach(found::add);
      node.calls().stream().filter(next -> next.file().equals(node.body().file())).forEach(next -> collect(next.uri(), found, seen));
    });
  }

  private static String name(RouteUnit.BeanUse use) {
    return use.name() + "." + use.method().replaceAll("\\(.*", "").strip();
  }
}
