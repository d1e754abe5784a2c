package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Branch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does a run bring in what it works out before it works it out, and look at it afterwards?
 *
 * <p>All rows of a run carry its number, and the wallet tables are worked out from the rows with later numbers than the last time. So what comes in
 * behind the step {@code outcomes} has the number that is done with: no later run would take it in.
 *
 * <p>Steps are compared where one message may come to both. A branch of a choice goes by what is before the choice and by itself; what is behind
 * the choice goes by all branches. What catches a failure is behind all of what failed: how much of that was done is not known.
 */
final class StepOrderCheck {

  /** What a step does to the wallet tables. */
  private enum Work { BRINGS_IN, WORKS_OUT, LOOKS }

  /** By the work's name in {@code steps.run('…')}, or the method of a bean. */
  private static final Map<String, Work> WORKS = Map.of(
      "markets", Work.BRINGS_IN, "missing-markets", Work.BRINGS_IN, "resolutions", Work.BRINGS_IN, "ingestSteps.finish", Work.BRINGS_IN,
      "outcomes", Work.WORKS_OUT, "signal-wallets", Work.LOOKS, "steps.gates", Work.LOOKS);

  /** What a route does itself or calls. */
  private record Step(String name, int line, List<Branch> branches, Work work) {

    /** Whether one message may come to both: not where a choice leads to one of them or to the other. */
    boolean goesWith(Step other) {
      return branches.stream().noneMatch(own -> other.branches().stream().anyMatch(its -> its.fork() == own.fork() && its.way() != own.way()));
    }

    /** Whether each message that comes to both of the others passes here. */
    boolean isSure(Step one, Step another) {
      return branches.stream().allMatch(own -> one.branches().contains(own) || another.branches().contains(own));
    }
  }

  private final CallGraph graph;

  private StepOrderCheck(CallGraph graph) {
    this.graph = graph;
  }

  static List<RouteProblem> problems(CallGraph graph) {
    StepOrderCheck check = new StepOrderCheck(graph);
    return graph.nodes().stream().flatMap(node -> check.problems(node).stream()).distinct().toList();
  }

  private List<RouteProblem> problems(CallGraph.Node node) {
    List<Step> steps = steps(node);
    List<RouteProblem> problems = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      List<Step> before = outcomes(steps.subList(0, i), step);
      if (step.work() == Work.BRINGS_IN) {
        before.stream().findFirst().ifPresent(outcomes -> problems.add(new RouteProblem(node.body().file(), step.line(), step.name() + " comes after "
            + outcomes.name() + ": what it brings in would be missing from the wallet tables for good",
            "move this step before the one in line " + outcomes.line())));
      } else if (step.work() == Work.LOOKS) {
        outcomes(steps.subList(i + 1, steps.size()), step).stream().filter(after -> before.stream().noneMatch(b -> b.isSure(step, after))).findFirst()
            .ifPresent(outcomes -> problems.add(new RouteProblem(node.body().file(), step.line(), step.name() + " comes before " + outcomes.name()
                + ": it would look at what the run before published", "move this step behind the one in line " + outcomes.line())));
      }
    }
    return problems;
  }

  private static List<Step> outcomes(List<Step> steps, Step other) {
    return steps.stream().filter(step -> step.work() == Work.WORKS_OUT && step.goesWith(other)).toList();
  }

  /** What of a route's calls and beans is one of these works, in the order of writing. */
  private List<Step> steps(CallGraph.Node node) {
    // calls of its configurations are for failures
    Stream<Step> called = node.calls().stream().filter(call -> call.file().equals(node.body().file()))
        .map(call -> new Step(call.uri(), call.line(), call.branches(), work(call)));
    Stream<Step> own = node.body().beans().stream().filter(use -> use.method() != null)
        .map(use -> new Step(name(use), use.methodLine(), use.branches(), WORKS.get(name(use))));
    return Stream.concat(called, own).filter(step -> step.work() != null).sorted(Comparator.comparingInt(Step::line)).toList();
  }

  /** What a call leads to; null when that is none of these, or several: then it is a run of its own. */
  private Work work(CallGraph.Call call) {
    Set<Work> works = EnumSet.noneOf(Work.class);
    collect(call.uri(), works, new HashSet<>());
    return works.size() == 1 ? works.iterator().next() : null;
  }

  private void collect(String uri, Set<Work> works, Set<String> seen) {
    String address = CallGraph.normal(uri);
    if (!CallGraph.isInternal(uri) || !seen.add(address)) {
      return;
    }
    graph.nodes().stream().filter(node -> CallGraph.normal(node.input()).equals(address)).forEach(node -> {
      node.body().beans().stream().filter(use -> use.method() != null).map(StepOrderCheck::name).filter(WORKS::containsKey)
          .forEach(name -> works.add(WORKS.get(name)));
      node.calls().stream().filter(next -> next.file().equals(node.body().file())).forEach(next -> collect(next.uri(), works, seen));
    });
  }

  private static String name(RouteUnit.BeanUse use) {
    return use.name().equals("steps") && use.method().startsWith("run(")
        ? use.method().replaceFirst("run\\(\\s*['\"]([^'\"]*)['\"].*", "$1")
        : use.name() + "." + use.method().replaceAll("\\(.*", "").strip();
  }
}
