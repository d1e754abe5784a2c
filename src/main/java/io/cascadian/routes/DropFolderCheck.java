package io.cascadian.routes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** Checks that every file in the drop folder is moved to where runs find it, and that none is lost or read again and again. */
final class DropFolderCheck {

  private final CallGraph graph;
  private final RouteFlows flows;
  private final ServiceRules rules;
  private final Set<RouteProblem> problems = new LinkedHashSet<>();
  private final Set<RouteProblem> warnings = new LinkedHashSet<>();

  DropFolderCheck(CallGraph graph, RouteFlows flows, ServiceRules rules) {
    this.graph = graph;
    this.flows = flows;
    this.rules = rules;
  }

  void check() {
    if (rules.dropFolder() == null) {
      return;
    }
    Path dropFolder = rules.dropFolder().toAbsolutePath().normalize();
    Path inbox = inbox();
    boolean isFilled = false;
    for (CallGraph.Node node : graph.nodes()) {
      Path folder = folder(node.input());
      if (folder == null || node.body().switchedOff()) {
        continue;
      }
      boolean isInbox = target(folder, node.options().get("move")).equals(inbox);
      isFilled |= isInbox;
      if (folder.equals(dropFolder)) {
        taken(node, isInbox);
      } else if (folder.equals(inbox)) {
        problem(node, "input", "the files in " + rules.inbox() + " are those that wait for a run, which would not find them any more", "read another folder");
      } else if (dropFolder.startsWith(folder) && isTrue(node.options().get("recursive")) && !isTrue(node.options().get("noop"))) {
        problem(node, "recursive", "the drop folder is below " + folder + ", so that this route would take dropped files before the service does",
            "read another folder, or take 'recursive' out");
      }
    }
    flows.routes().forEach(this::polled);
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
    if (isTrue(options.get("delete"))) {
      problem(node, "delete", "a dropped file would be deleted before a run has applied it", remedy);
    } else if (isTrue(options.get("noop"))) {
      problem(node, "noop", "a dropped file would stay where it is, and no run would find it", remedy);
    } else if (!isInbox) {
      problem(node, "move", "a dropped file would not get to " + rules.inbox() + ", where runs look for it", remedy);
    }
  }

  /** A step that reads a folder takes a file out of it as a route does, to a folder of its own. */
  private void polled(RouteDefinition route) {
    for (ProcessorDefinition<?> node : flows.nodes(route)) {
      String uri = node instanceof PollEnrichDefinition poll && poll.getExpression() != null ? poll.getExpression().getExpression()
          : node instanceof PollDefinition poll ? poll.getUri() : null;
      Path folder = uri == null ? null : folder(flows.address(uri, route));
      if (folder != null && (folder.equals(rules.dropFolder().toAbsolutePath().normalize()) || folder.equals(inbox()))) {
        Visit.Place place = flows.place(route, node);
        problems.add(new RouteProblem(place.file(), place.line(), "this step would take dropped files, which no run would find any more",
            "let the route that begins at file:{{DROP_DIR}} take them, and read another folder here"));
      }
    }
  }

  private Path inbox() {
    return rules.dropFolder().resolve(rules.inbox()).toAbsolutePath().normalize();
  }

  private static boolean isTrue(String option) {
    return "true".equalsIgnoreCase(option);
  }

  /** Returns the folder that a route reads, absolute; null when it reads none, or only the message has its name. */
  private static Path folder(String input) {
    return input.startsWith("file:") ? path(input.replaceFirst("^file:(//)?", "")) : null;
  }

  /** Returns the folder that files are moved to; camel-file takes it below the one that is read, unless it is absolute. */
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
        .orElse(ConflictCheck.lineOfInput(node));
    problems.add(new RouteProblem(node.body().file(), line, problem, remedy));
  }
}
