package io.cascadian.routes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Does every file that is put into the drop folder get to where runs find it, and does none get lost or read again and again? */
final class DropFolderCheck {

  private final CallGraph graph;
  private final ServiceRules rules;
  private final Set<RouteProblem> problems = new LinkedHashSet<>();
  private final Set<RouteProblem> warnings = new LinkedHashSet<>();

  DropFolderCheck(CallGraph graph, ServiceRules rules) {
    this.graph = graph;
    this.rules = rules;
  }

  void check() {
    if (rules.dropFolder() == null) {
      return;
    }
    boolean isFilled = false;
    for (CallGraph.Node node : graph.nodes()) {
      Path folder = folder(node.input());
      if (folder == null || node.body().switchedOff()) {
        continue;
      }
      Path inbox = rules.dropFolder().resolve(rules.inbox()).toAbsolutePath().normalize();
      boolean isInbox = target(folder, node.options().get("move")).equals(inbox);
      isFilled |= isInbox;
      if (folder.equals(rules.dropFolder().toAbsolutePath().normalize())) {
        taken(node, isInbox);
      } else if (folder.equals(inbox)) {
        problem(node, "input", "the files in " + rules.inbox() + " are those that wait for a run, which would not find them any more", "read another folder");
      }
    }
    if (!isFilled) {
      warnings.add(new RouteProblem(".", 1, "no route moves files to " + rules.inbox() + " of the drop folder, so that runs find none",
          "nothing, when no files are dropped; else add the route that begins at file:{{DROP_DIR}}"));
    }
  }

  Set<RouteProblem> problems() {
    return problems;
  }

  Set<RouteProblem> warnings() {
    return warnings;
  }

  private void taken(CallGraph.Node node, boolean isInbox) {
    Map<String, String> options = node.options();
    String remedy = "take the option out, and write 'move: \"" + rules.inbox() + "/${file:onlyname}\"'";
    if ("true".equals(options.get("delete"))) {
      problem(node, "delete", "a dropped file would be deleted before a run has applied it", remedy);
    } else if ("true".equals(options.get("noop"))) {
      problem(node, "noop", "a dropped file would stay where it is, and no run would find it", remedy);
    } else if (!isInbox) {
      problem(node, "move", "a dropped file would not get to " + rules.inbox() + ", where runs look for it", remedy);
    }
  }

  /** The folder that a route reads, absolute; null when it reads none, or only the message tells which. */
  private static Path folder(String input) {
    return input.startsWith("file:") ? path(input.replaceFirst("^file:(//)?", "")) : null;
  }

  /** The folder that files are moved to; camel-file takes it below the one that is read, unless it is absolute. */
  private static Path target(Path folder, String move) {
    String fixed = move == null ? ".camel" : move.replaceFirst("[^/]*$", "");
    Path path = fixed.contains("$") ? null : path(fixed);
    return path == null ? folder : folder.resolve(Path.of(fixed)).normalize();
  }

  private static Path path(String text) {
    try {
      return text.contains("${") || text.contains("{{") ? null : Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private void problem(CallGraph.Node node, String option, String problem, String remedy) {
    int line = node.body().input().parameters().stream().filter(parameter -> parameter.name().equals(option)).mapToInt(RouteUnit.Parameter::line).findFirst()
        .orElse(RivalCheck.lineOfInput(node));
    problems.add(new RouteProblem(node.body().file(), line, problem, remedy));
  }
}
