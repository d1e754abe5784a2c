package io.cascadian.routes;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does a run bring in what it works out before it works it out, and look at it afterwards?
 *
 * <p>All rows of a run carry its number, and the wallet tables are worked out from the rows with later numbers than the last time. So what comes in
 * behind the step {@code outcomes} has the number that is done with: no later run would take it in.
 */
final class StepOrderCheck {

  /** What a step does to the wallet tables. */
  private enum Work { BRINGS_IN, WORKS_OUT, LOOKS }

  /** By the work's name in {@code steps.run('…')}, or the method of a bean. */
  private static final Map<String, Work> WORKS = Map.of(
      "markets", Work.BRINGS_IN, "missing-markets", Work.BRINGS_IN, "resolutions", Work.BRINGS_IN, "ingestSteps.finish", Work.BRINGS_IN,
      "outcomes", Work.WORKS_OUT, "signal-wallets", Work.LOOKS, "steps.gates", Work.LOOKS);

  private final CallGraph graph;

  private StepOrderCheck(CallGraph graph) {
    this.graph = graph;
  }

  static List<RouteProblem> problems(CallGraph graph) {
    StepOrderCheck check = new StepOrderCheck(graph);
    return graph.nodes().stream().flatMap(node -> check.problems(node).stream()).distinct().toList();
  }

  private List<RouteProblem> problems(CallGraph.Node node) {
    // those of its configurations are for failures
    List<CallGraph.Call> calls = node.calls().stream().filter(call -> call.file().equals(node.body().file())).toList();
    List<Work> works = calls.stream().map(this::work).toList();
    int workedOut = works.indexOf(Work.WORKS_OUT);
    List<RouteProblem> problems = new ArrayList<>();
    for (int i = 0; workedOut >= 0 && i < calls.size(); i++) {
      CallGraph.Call call = calls.get(i);
      CallGraph.Call outcomes = calls.get(workedOut);
      if (i > workedOut && works.get(i) == Work.BRINGS_IN) {
        problems.add(new RouteProblem(call.file(), call.line(), call.uri() + " comes after " + outcomes.uri()
            + ": what it brings in would be missing from the wallet tables for good",
            "move this step before the one in line " + outcomes.line()));
      } else if (i < workedOut && works.get(i) == Work.LOOKS) {
        problems.add(new RouteProblem(call.file(), call.line(), call.uri() + " comes before " + outcomes.uri()
            + ": it would look at what the run before published", "move this step behind the one in line " + outcomes.line()));
      }
    }
    return problems;
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
