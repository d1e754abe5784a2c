package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Validates a set of route files as a whole, without starting or calling anything.
 *
 * <p>What is wrong with a file by itself comes first. Only when every file can be read is it asked how they go together, and only when that
 * is well as well are the routes built, so that one mistake is not reported twice. Thread-safe.
 */
public final class RouteValidator {

  private final RouteEnvironment environment;
  private final SchemaCheck schema = new SchemaCheck();
  private final EndpointCheck endpoints;
  /** What was read last of each file: most edits change one of many. */
  private final Map<String, ReadFile> known = new ConcurrentHashMap<>();

  /** Holds what a text was parsed to, and what is wrong with it by itself. */
  private record ReadFile(String text, Optional<RouteFile> file, List<RouteProblem> problems) {}

  public RouteValidator(RouteEnvironment environment) {
    this.environment = environment;
    this.endpoints = new EndpointCheck(new Components(environment.loader()));
  }

  /** Returns what is wrong, by file and line; empty when the set is valid. */
  public List<RouteProblem> problems(RouteTexts texts) {
    return validate(texts).problems();
  }

  /** Returns what the files hold, as far as it can be read, without validating it. */
  public static CheckedRoutes read(RouteTexts texts, RouteEnvironment environment) {
    List<RouteProblem> problems = new ArrayList<>();
    List<RouteFile> files = new ArrayList<>();
    texts.files().forEach((name, text) -> RouteFile.parse(name, text, problems).ifPresent(files::add));
    List<RouteUnit> units = files.stream().flatMap(file -> file.units().stream()).toList();
    return new CheckedRoutes(texts, files, units, new CallGraph(withCore(units, environment), environment.properties()), problems, List.of());
  }

  /** Returns all units, the program's first: names and addresses that they have are taken. */
  private static List<RouteUnit> withCore(List<RouteUnit> units, RouteEnvironment environment) {
    return Stream.concat(environment.core().units().stream(), units.stream()).toList();
  }

  /** Validates files that were read already. */
  public CheckedRoutes validate(RouteTexts texts) {
    List<RouteProblem> problems = new ArrayList<>(texts.unreadable());
    List<RouteFile> files = new ArrayList<>();
    List<RouteUnit> units = new ArrayList<>();
    known.keySet().retainAll(texts.files().keySet());
    texts.files().forEach((name, text) -> {
      ReadFile read = known.compute(name, (any, last) -> last != null && last.text.equals(text) ? last : read(name, text));
      problems.addAll(read.problems);
      read.file.ifPresent(file -> {
        files.add(file);
        if (read.problems.isEmpty()) {
          units.addAll(file.units());
        }
      });
    });
    boolean readable = problems.isEmpty();
    for (RouteFile file : files) {
      problems.addAll(DeadLetterChannelCheck.problems(file));
      problems.addAll(ConfigurationCheck.problems(file));
      problems.addAll(PlaceholderCheck.problems(file, units.stream().filter(u -> u.file().equals(file.name())).toList(), environment));
    }
    problems.addAll(endpoints.problems(units, environment));
    problems.addAll(ReferenceCheck.beans(units, environment));
    List<RouteUnit> all = withCore(units, environment);
    CallGraph graph = new CallGraph(all, environment.properties());
    if (readable) {
      problems.addAll(new NameCheck(texts, units, environment).problems());
      problems.addAll(ReferenceCheck.addresses(graph));
      problems.addAll(ConflictCheck.problems(graph));
      problems.addAll(StepOrderCheck.problems(graph, environment.kinds()));
    }
    Set<RouteProblem> warnings = new TreeSet<>();
    if (problems.isEmpty()) {
      DryRun dryRun = new DryRun(files, all, graph, environment).run();
      problems.addAll(dryRun.problems());
      warnings.addAll(dryRun.warnings());
    }
    return new CheckedRoutes(texts, files, units, graph, List.copyOf(new TreeSet<>(problems)), List.copyOf(warnings));
  }

  private ReadFile read(String name, String text) {
    List<RouteProblem> problems = new ArrayList<>();
    Optional<RouteFile> file = RouteFile.parse(name, text, problems);
    file.map(schema::problems).ifPresent(problems::addAll);
    return new ReadFile(text, file, List.copyOf(problems));
  }
}
