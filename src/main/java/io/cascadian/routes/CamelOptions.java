package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.MainModel;

/**
 * Checks options {@code camel.…} of {@code application.properties} and of the process by Camel's catalogue: Camel itself ignores a group that it does not know, and
 * fails over a wrong value only when much is running. Stateless but for the catalogue; thread-safe.
 */
public final class CamelOptions {

  private static final String FILE = "application.properties";
  private static final String PREFIX = "camel.";
  /** Groups whose options are described with what they are for. */
  private static final Set<String> DESCRIBED = Set.of("component", "dataformat", "language");
  /** Groups beside those of the catalogue, in which names are the user's own. */
  private static final Set<String> FREE = Set.of("beans", "variable", "globaloptions", "globaloption", "routetemplate", "cluster", "devconsole");

  private final DefaultCamelCatalog catalog;
  private final Components components;
  /** Option by group and its normal name. */
  private final Map<String, Map<String, MainModel.MainOptionModel>> options = new TreeMap<>();

  /** @param loader of the program and its extensions */
  public CamelOptions(ClassLoader loader) {
    components = new Components(loader);
    catalog = components.catalog();
    MainModel main = catalog.mainModel();
    Set<String> groups = main.getGroups().stream().map(group -> normal(group.getName())).collect(Collectors.toSet());
    for (MainModel.MainOptionModel option : main.getOptions()) {
      String name = normal(option.getName());
      groups.stream().filter(group -> name.startsWith(group + ".")).max((a, b) -> a.length() - b.length())
          .ifPresent(group -> options.computeIfAbsent(group, g -> new TreeMap<>()).put(name.substring(group.length() + 1), option));
    }
  }

  /**
   * Returns what is wrong, by line.
   *
   * @param text of the file
   * @param values its content
   * @param decided options that the service sets itself, and what to write instead of each
   */
  public List<RouteProblem> problems(String text, Map<String, String> values, Map<String, String> decided) {
    List<RouteProblem> problems = new ArrayList<>();
    values.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        wrong(key, value, decided).ifPresent(w -> problems.add(new RouteProblem(FILE, line(text, key), w[0], w[1])));
      }
    });
    return problems.stream().sorted().toList();
  }

  /**
   * Returns what is wrong with options that are given to the process, a sentence each.
   *
   * @param system properties of the process, {@code -Dcamel.…}; a group that looks like none is another program's
   * @param environment variables {@code CAMEL_…}, of which those of a known group are options
   * @param decided options that the service sets itself, and what to write instead of each
   */
  public List<String> problemsOfProcess(Map<String, String> system, Map<String, String> environment, Map<String, String> decided) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(system).forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        wrong(key, value, decided).filter(w -> w[1].startsWith("write") || group(normal(key)).isPresent())
            .ifPresent(w -> problems.add("-D" + key + ": " + w[0] + " — " + w[1]));
      }
    });
    new TreeMap<>(environment).forEach((name, value) -> {
      String key = name.toLowerCase(Locale.ROOT).replaceFirst("^camel_([a-z0-9]+)_", "camel.$1.").replace('_', '-');
      if (name.startsWith("CAMEL_") && group(normal(key)).isPresent()) {
        wrong(key, value, decided).ifPresent(w -> problems.add(name + ": " + w[0] + " — " + w[1]));
      }
    });
    return problems;
  }

  private Optional<String[]> wrong(String key, String value, Map<String, String> decided) {
    Optional<String> instead = decided.entrySet().stream().filter(d -> normal(d.getKey()).equals(normal(key))).map(Map.Entry::getValue).findFirst();
    return instead.isPresent() ? problem("the service sets the option " + key + " itself", instead.get()) : wrong(key, value.strip());
  }

  /** Returns the group that an option is of, if there is one. */
  private Optional<String> group(String option) {
    return options.keySet().stream().filter(g -> option.startsWith(g + ".")).max((a, b) -> a.length() - b.length());
  }

  /** Returns what is wrong and what to write; empty when nothing is. */
  private Optional<String[]> wrong(String key, String value) {
    String name = normal(key);
    String[] parts = name.split("\\.", 4);
    if (parts.length > 1 && FREE.contains(parts[1].replaceAll("\\[.*", ""))) {
      return Optional.empty();
    }
    if (parts.length > 3 && DESCRIBED.contains(parts[1])) {
      return described(key, value);
    }
    // camel.context is another name of camel.main
    String known = name.startsWith("camel.context.") ? name.replaceFirst("context", "main") : name;
    Optional<String> group = group(known);
    if (group.isEmpty()) {
      return problem("there is no group of options '" + key.replaceFirst("^(camel\\.[^.]*).*", "$1") + "'", nearestKey(key));
    }
    String option = known.substring(group.get().length() + 1);
    Map<String, MainModel.MainOptionModel> all = options.get(group.get());
    MainModel.MainOptionModel model = all.get(option);
    if (model == null) {
      // options of a named thing, such as camel.health.config[…], and maps
      return all.keySet().stream().anyMatch(o -> option.startsWith(o + ".") || option.startsWith(o + "["))
          || option.matches("config\\[.*") ? Optional.empty() : problem("there is no option '" + key + "'", nearestKey(key));
    }
    return value(key, value, model);
  }

  /** Checks the option of a component, data format or language, each of which has its own options. */
  private Optional<String[]> described(String key, String value) {
    String[] parts = key.split("\\.", 4);
    String kind = parts[1];
    String name = parts[2];
    if (kind.equals("component") && components.model(name).isEmpty()) {
      return components.isHere(name) ? Optional.empty()
          : problem("there is no component '" + name + "'", "write camel.component." + nearest(name, components.names()) + "." + parts[3]);
    }
    ConfigurationPropertiesValidationResult result = catalog.validateConfigurationProperty(key + "=" + value);
    if (result.isSuccess() || isOpen(value)) {
      return Optional.empty();
    }
    if (result.getUnknown() != null && !result.getUnknown().isEmpty()) {
      List<String> names = kind.equals("component")
          ? catalog.componentModel(name).getComponentOptions().stream().map(o -> o.getName()).toList() : List.of();
      return problem("the " + kind + " '" + name + "' has no option '" + parts[3] + "'",
          names.isEmpty() ? "look it up in Camel's documentation" : Suggestions.advice(parts[3], names));
    }
    return isDuration(value) && result.getInvalidBoolean() == null && result.getInvalidEnum() == null ? Optional.empty()
        : problem("'" + value + "' cannot be the value of " + key, result.summaryErrorMessage(false).strip().replaceAll("\\s+", " "));
  }

  private static Optional<String[]> value(String key, String value, MainModel.MainOptionModel model) {
    if (isOpen(value)) {
      return Optional.empty();
    }
    boolean good = switch (model.getType()) {
      case "boolean" -> value.matches("(?i)true|false");
      // a long is often one of milliseconds
      case "integer", "number" -> value.matches("-?\\d+(\\.\\d+)?") || model.getJavaType().equals("long") && isDuration(value);
      case "duration" -> isDuration(value);
      case "enum" -> model.getEnums() == null || model.getEnums().stream().anyMatch(e -> normal(e).equals(normal(value)));
      default -> true;
    };
    return good ? Optional.empty() : problem("'" + value + "' cannot be the value of " + key, switch (model.getType()) {
      case "boolean" -> "write true or false";
      case "duration" -> "write milliseconds, or such as 500ms, 10s, 5m, 1h";
      case "enum" -> Suggestions.advice(value, model.getEnums());
      default -> "write a number";
    });
  }

  private static boolean isDuration(String value) {
    return value.matches("(\\d+[dhms])*\\d+(ms|[dhms])?");
  }

  /** Known only when Camel starts: a placeholder, a bean, a function. */
  private static boolean isOpen(String value) {
    return value.isEmpty() || value.contains("{{") || value.contains("${") || value.startsWith("#");
  }

  /** Returns the whole option that was probably meant. */
  private String nearestKey(String key) {
    Set<String> keys = options.values().stream().flatMap(group -> group.values().stream()).map(MainModel.MainOptionModel::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    Optional<String> near = Suggestions.within(Math.max(3, key.length() / 6), key, keys);
    return near.map(name -> "write " + name).orElseGet(() -> {
      Set<String> groups = Stream.concat(options.keySet().stream(), Stream.concat(DESCRIBED.stream(), Stream.of("beans", "variable")).map(g -> PREFIX + g))
          .collect(Collectors.toCollection(TreeSet::new));
      return "groups are " + String.join(", ", groups) + "; see Camel's documentation for their options, or remove the line";
    });
  }

  private static String nearest(String name, Set<String> names) {
    return Suggestions.within(2, name, names).orElse("<one that there is>");
  }

  private static Optional<String[]> problem(String problem, String remedy) {
    return Optional.of(new String[] {problem, remedy});
  }

  /** Camel takes names with dashes for those with capitals. */
  private static String normal(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static int line(String text, String key) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(key)) {
        return i + 1;
      }
    }
    return 1;
  }
}
