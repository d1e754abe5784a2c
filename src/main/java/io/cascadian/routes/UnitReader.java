package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.BeanUse;
import io.cascadian.routes.RouteUnit.Branch;
import io.cascadian.routes.RouteUnit.EndpointUse;
import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Parameter;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one entry of a route file. It goes by the tree that was written, not by Camel's model, because only that has every line. */
final class UnitReader {

  /** Keys whose value, or its {@code uri}, is an endpoint. */
  private static final Set<String> SENDERS = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");
  /** Keys below a fork of which a message takes one way at most; where a list is below them, each of its items is one. */
  private static final Set<String> WAYS = Set.of("when", "otherwise", "doCatch");
  private static final Set<String> DYNAMIC = Set.of("toD", "wireTap", "enrich", "pollEnrich", "poll");

  private final String file;
  private final List<EndpointUse> calls = new ArrayList<>();
  private final List<BeanUse> beans = new ArrayList<>();
  private final List<Reference> configurations = new ArrayList<>();
  private final List<Reference> ids = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private EndpointUse input;
  private Reference startupOrder;
  private boolean switchedOff;
  /** The innermost choice or attempt above what is being read. */
  private int fork;
  /** Those that what is being read stands in. */
  private List<Branch> branches = List.of();

  private UnitReader(String file) {
    this.file = file;
  }

  /** Reads the units of an entry: several if it has several operations or beans. Unknown entries are reported by the schema check. */
  static List<RouteUnit> read(String file, Node entry) {
    if (!(entry instanceof MappingNode map) || map.getValue().size() != 1) {
      return List.of();
    }
    String key = text(map.getValue().get(0).getKeyNode());
    Node body = map.getValue().get(0).getValueNode();
    int line = RouteFile.line(entry);
    Kind kind = Kind.of(key);
    if (kind == Kind.BEAN) {
      return body instanceof SequenceNode list ? list.getValue().stream().flatMap(bean -> bean(file, bean).stream()).toList() : List.of();
    }
    if (!(body instanceof MappingNode content)) {
      return List.of();
    }
    return kind == Kind.REST ? new RestReader(file, content).units() : List.of(new UnitReader(file).unit(kind, key, line, content));
  }

  private static Optional<RouteUnit> bean(String file, Node bean) {
    if (!(bean instanceof MappingNode content) || value(content, "name") == null) {
      return Optional.empty();
    }
    Node type = value(content, "type");
    Map<String, String> parameters = type == null ? Map.of() : Map.of("type", text(type));
    return Optional.of(new RouteUnit(file, Kind.BEAN, "beans", text(value(content, "name")), RouteFile.line(value(content, "name")), null, null,
        parameters, null, List.of(), List.of(), List.of(), List.of(), null, false, List.of()));
  }

  /** Returns one operation of a {@code rest}, whose {@code to} is its only step. */
  static RouteUnit operation(String file, Node id, int line, String description, EndpointUse input, MappingNode content) {
    UnitReader reader = new UnitReader(file);
    reader.within("rest", content, 0);
    return new RouteUnit(file, Kind.REST, "rest", id == null ? null : text(id), id == null ? line : RouteFile.line(id), description, null, Map.of(),
        input, List.copyOf(reader.calls), List.copyOf(reader.beans), List.of(), List.of(), null, false, List.of());
  }

  private RouteUnit unit(Kind kind, String key, int entryLine, MappingNode content) {
    boolean isFrom = key.equals("from");
    // what stands at the top as 'from' is its route's input: an id there is the input's
    Node id = isFrom || kind == Kind.RULE ? null : value(content, kind == Kind.TEMPLATED ? "routeId" : "id");
    Node template = value(content, "routeTemplateRef");
    Map<String, String> parameters = new LinkedHashMap<>();
    if (value(content, "parameters") instanceof SequenceNode list) {
      list.getValue().stream().filter(MappingNode.class::isInstance).map(MappingNode.class::cast).forEach(p -> parameters.put(
          text(value(p, "name")), value(p, kind == Kind.TEMPLATED ? "value" : "defaultValue") instanceof ScalarNode v ? v.getValue() : null));
    }
    Node description = value(content, "description");
    if (isFrom) {
      input = endpoint(content, false);
    }
    content.getValue().forEach(tuple -> {
      if (tuple.getValueNode() != id) {
        visit(text(tuple.getKeyNode()), tuple.getKeyNode(), tuple.getValueNode(), 0);
      }
    });
    return new RouteUnit(file, kind, key, id == null ? null : text(id), id == null ? entryLine : RouteFile.line(id),
        description == null ? null : text(description), template == null ? null : text(template), parameters, input, List.copyOf(calls),
        List.copyOf(beans), List.copyOf(configurations), List.copyOf(ids), startupOrder, switchedOff, List.copyOf(steps));
  }

  private void visit(String key, Node keyNode, Node node, int depth) {
    int outer = fork;
    if (key.equals("choice") || key.equals("doTry")) {
      fork = RouteFile.position(node);
    }
    note(key, keyNode, node);
    // an expression's or endpoint's own keys are no steps
    if (!key.equals("parameters")) {
      descend(key, node, depth);
    }
    fork = outer;
  }

  private void note(String key, Node keyNode, Node node) {
    switch (key) {
      case "from" -> input = endpoint(node, false);
      case "bean" -> bean(node);
      case "method" -> {
        if (node instanceof MappingNode) {
          bean(node);
        }
      }
      case "idempotentRepository", "aggregationRepository", "aggregationStrategy" -> {
        if (node instanceof ScalarNode name && name.getValue().startsWith("#") && !name.getValue().startsWith("#class:")) {
          beans.add(new BeanUse(name.getValue().substring(1), RouteFile.line(node), null, 0, branches));
        }
      }
      case "routeConfigurationId" -> Arrays.stream(text(node).split(","))
          .forEach(name -> configurations.add(new Reference(name.strip(), RouteFile.line(node))));
      case "startupOrder" -> startupOrder = new Reference(text(node), RouteFile.line(keyNode));
      case "autoStartup" -> switchedOff = text(node).equals("false");
      case "id" -> ids.add(new Reference(text(node), RouteFile.line(node)));
      default -> {
        if (SENDERS.contains(key) || key.equals("deadLetterUri")) {
          EndpointUse use = endpoint(node, DYNAMIC.contains(key));
          if (use != null) {
            calls.add(use);
          }
        }
      }
    }
  }

  private void descend(String key, Node node, int depth) {
    if (node instanceof MappingNode map) {
      within(key, map, depth);
    } else if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (key.equals("steps")) {
          step(item, depth);
        }
        if (item instanceof MappingNode map) {
          within(key, map, key.equals("steps") ? depth + 1 : depth);
        }
      }
    }
  }

  private void within(String key, MappingNode map, int depth) {
    List<Branch> outer = branches;
    if (WAYS.contains(key)) {
      branches = Stream.concat(outer.stream(), Stream.of(new Branch(fork, RouteFile.position(map)))).toList();
    }
    map.getValue().forEach(t -> visit(text(t.getKeyNode()), t.getKeyNode(), t.getValueNode(), depth));
    branches = outer;
  }

  /** Names a step for a person; {@code to} is left out, because edges show it. */
  private void step(Node item, int depth) {
    if (!(item instanceof MappingNode map) || map.getValue().size() != 1) {
      return;
    }
    String key = text(map.getValue().get(0).getKeyNode());
    Node body = map.getValue().get(0).getValueNode();
    String subject = body instanceof ScalarNode ? text(body) : body instanceof MappingNode content ? subject(key, content) : "";
    steps.add("  ".repeat(depth) + (key + " " + subject).strip());
  }

  private static String subject(String key, MappingNode content) {
    if (key.equals("bean")) {
      String method = value(content, "method") == null ? "" : "." + text(value(content, "method")).replaceAll("\\(.*", "");
      return (value(content, "ref") == null ? text(value(content, "beanType")) : text(value(content, "ref"))) + method;
    }
    for (String name : List.of("uri", "id", "name", "message", "pattern", "idempotentRepository")) {
      if (value(content, name) instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
    }
    return "";
  }

  private void bean(Node node) {
    if (!(node instanceof MappingNode content) || !(value(content, "ref") instanceof ScalarNode ref)) {
      return;
    }
    Node method = value(content, "method");
    beans.add(new BeanUse(ref.getValue(), RouteFile.line(ref), method == null ? null : text(method), method == null ? 0 : RouteFile.line(method),
        branches));
  }

  /** Options in the URI itself count as parameters. */
  private EndpointUse endpoint(Node node, boolean dynamic) {
    Node uri = node instanceof MappingNode content ? value(content, "uri") : node;
    if (!(uri instanceof ScalarNode scalar)) {
      return null;
    }
    int line = RouteFile.line(uri);
    String[] parts = scalar.getValue().split("\\?", 2);
    List<Parameter> parameters = new ArrayList<>();
    if (parts.length > 1) {
      for (String option : parts[1].split("&")) {
        String[] pair = option.split("=", 2);
        parameters.add(new Parameter(pair[0], pair.length > 1 ? pair[1] : "", line));
      }
    }
    if (node instanceof MappingNode content && value(content, "parameters") instanceof MappingNode options) {
      options.getValue().forEach(t -> parameters.add(
          new Parameter(text(t.getKeyNode()), text(t.getValueNode()), RouteFile.line(t.getKeyNode()))));
    }
    SplitUri joined = SplitUri.joined(parts[0], parameters);
    return new EndpointUse(joined.uri(), line, List.copyOf(joined.parameters()), dynamic && joined.uri().contains("${"), branches);
  }

  static Node value(MappingNode map, String key) {
    return map.getValue().stream().filter(t -> text(t.getKeyNode()).equals(key)).map(NodeTuple::getValueNode).findFirst().orElse(null);
  }

  /** Returns the text of a scalar; empty for anything else. */
  static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
