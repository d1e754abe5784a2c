package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Parses one file: its tree with the line of everything, and its entries. */
public final class RouteFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String text;
  private final SequenceNode root;
  private final JsonNode json;

  private RouteFile(String name, String text, SequenceNode root, JsonNode json) {
    this.name = name;
    this.text = text;
    this.root = root;
    this.json = json;
  }

  /** Parses; what is no YAML, or no list of entries, is added to the problems. */
  static Optional<RouteFile> parse(String name, String text, List<RouteProblem> problems) {
    try {
      Optional<Node> node = new Compose(settings(name)).composeString(text);
      if (node.isEmpty()) {
        problems.add(new RouteProblem(name, 1, "the file is empty", "write the route, or delete the file"));
        return Optional.empty();
      }
      Object values = new Load(settings(name)).loadFromString(text);
      if (!(node.get() instanceof SequenceNode list)) {
        problems.add(new RouteProblem(name, line(node.get()), "the file is not a list", "begin it with '- route:'"));
        return Optional.empty();
      }
      if (list.getValue().isEmpty()) {
        problems.add(new RouteProblem(name, line(list), "the file has no entry", "write the route, or delete the file"));
        return Optional.empty();
      }
      List<Node> odd = list.getValue().stream().filter(entry -> !(entry instanceof MappingNode map) || map.getValue().size() != 1).toList();
      if (!odd.isEmpty()) {
        odd.forEach(entry -> problems.add(new RouteProblem(name, line(entry), "an entry must have one key",
            "write '- route:' and everything else below it")));
        return Optional.empty();
      }
      return Optional.of(new RouteFile(name, text, list, JSON.valueToTree(values)));
    } catch (MarkedYamlEngineException e) {
      int tab = tabbed(text);
      if (tab > 0 && !(e instanceof DuplicateKeyException)) {
        problems.add(new RouteProblem(name, tab, "no YAML: the line is indented with a tab", "indent with blanks, as the lines around it"));
        return Optional.empty();
      }
      int line = e.getProblemMark().or(e::getContextMark).map(m -> m.getLine() + 1).orElse(1);
      String remedy = e instanceof DuplicateKeyException ? "keep one of the two"
          : "look at the indentation, colons and quotes of line " + line + " and the one before; a file that was cut off has to be written whole";
      problems.add(new RouteProblem(name, line, "no YAML: " + (e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext().strip() + ", ")
          + e.getProblem().strip(), remedy));
    } catch (YamlEngineException e) {
      problems.add(new RouteProblem(name, 1, "no YAML: " + e.getMessage().lines().findFirst().orElse(""), "write valid YAML, in UTF-8"));
    }
    return Optional.empty();
  }

  /** Returns the first line that is indented with a tab; 0 when there is none. */
  private static int tabbed(String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(" *\\t.*")) {
        return i + 1;
      }
    }
    return 0;
  }

  private static LoadSettings settings(String name) {
    return LoadSettings.builder().setLabel(name).build();
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  List<Node> entries() {
    return root.getValue();
  }

  /**
   * Returns the file without some of its entries, each line where it was; empty where entries share a line.
   *
   * @param left indexes of entries, but not of all
   */
  Optional<RouteFile> without(Set<Integer> left) {
    String[] lines = text.split("\n", -1);
    Set<Integer> firsts = new HashSet<>();
    for (int i = 0; i < entries().size(); i++) {
      int first = line(entries().get(i));
      if (!firsts.add(first)) {
        return Optional.empty();
      }
      int end = i + 1 < entries().size() ? line(entries().get(i + 1)) - 1 : lines.length;
      if (left.contains(i)) {
        Arrays.fill(lines, first - 1, end, "");
      }
    }
    return parse(name, String.join("\n", lines), new ArrayList<>());
  }

  /** Returns the values, for the schema. */
  JsonNode json() {
    return json;
  }

  /** Line of a node, counted from 1. */
  static int line(Node node) {
    return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
  }

  /** Returns where a node begins, in characters from the beginning of the file: different for any two of a kind. */
  static int position(Node node) {
    return node.getStartMark().map(Mark::getIndex).orElse(0);
  }

  /** Line of what a path such as {@code [0, "route", "from"]} leads to; of what is nearest above it where it leads nowhere. */
  int line(List<Object> path) {
    Node node = root;
    int line = 1;
    for (Object step : path) {
      Node next = null;
      if (node instanceof SequenceNode list && step instanceof Integer index && index < list.getValue().size()) {
        next = list.getValue().get(index);
        line = line(next);
      } else if (node instanceof MappingNode map) {
        for (NodeTuple tuple : map.getValue()) {
          if (UnitReader.text(tuple.getKeyNode()).equals(step.toString())) {
            next = tuple.getValueNode();
            line = line(tuple.getKeyNode());
          }
        }
      }
      if (next == null) {
        return line;
      }
      node = next;
    }
    return line;
  }

  /** Returns the entries, in the order of writing; routes without an id have the one that {@link RouteIds} gives them. */
  List<RouteUnit> units() {
    return RouteIds.withIds(name, entries().stream().flatMap(entry -> UnitReader.read(name, entry).stream()).toList());
  }

  /**
   * Returns what counts at a start only, because Camel keeps it for the whole service: by what it is called, the values that it has. Where calls to
   * endpoints are intercepted that is the whole file, because loading it again would intercept them twice.
   */
  Map<String, JsonNode> startOnly() {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    if (json.findValue("interceptSendToEndpoint") != null) {
      found.put("interceptSendToEndpoint", json);
    }
    for (JsonNode entry : json) {
      entry.fieldNames().forEachRemaining(key -> {
        if (Kind.of(key) == Kind.SERVICE) {
          found.put(key, entry.get(key));
        }
      });
    }
    return found;
  }
}
