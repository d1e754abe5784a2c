package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.EndpointUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a {@code rest} of a route file: Camel makes a route of each operation, or one of a whole contract. */
final class RestReader {

  private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete", "head");

  private final String file;
  private final MappingNode rest;

  RestReader(String file, MappingNode rest) {
    this.file = file;
    this.rest = rest;
  }

  List<RouteUnit> units() {
    List<RouteUnit> units = new ArrayList<>();
    for (NodeTuple tuple : rest.getValue()) {
      String key = UnitReader.text(tuple.getKeyNode());
      if (VERBS.contains(key) && tuple.getValueNode() instanceof SequenceNode operations) {
        operations.getValue().stream().filter(MappingNode.class::isInstance).map(MappingNode.class::cast)
            .forEach(operation -> units.add(operation(key, operation)));
      } else if (key.equals("openApi") && tuple.getValueNode() instanceof MappingNode contract) {
        units.add(contract(contract));
      }
    }
    return units;
  }

  private RouteUnit operation(String verb, MappingNode operation) {
    String path = ("/" + text(rest, "path") + "/" + text(operation, "path")).replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    EndpointUse input = new EndpointUse("rest:" + verb + ":" + path, RouteFile.line(operation), List.of(), false, List.of());
    String description = text(operation, "description");
    return UnitReader.operation(file, UnitReader.value(operation, "routeId"), RouteFile.line(operation), description.isEmpty() ? null : description,
        input, operation);
  }

  /** Camel sends each operation of a contract to {@code direct:} and its id. */
  private RouteUnit contract(MappingNode contract) {
    Node specification = UnitReader.value(contract, "specification");
    int line = specification == null ? RouteFile.line(contract) : RouteFile.line(specification);
    EndpointUse input = new EndpointUse("rest-openapi:" + text(contract, "specification"), line, List.of(), false, List.of());
    String description = text(contract, "description").isEmpty() ? text(rest, "description") : text(contract, "description");
    RouteUnit unit = UnitReader.operation(file, UnitReader.value(contract, "routeId"), RouteFile.line(contract),
        description.isEmpty() ? null : description, input, contract);
    String missing = text(contract, "missingOperation");
    if (!missing.isEmpty() && !missing.equals("fail")) {
      return unit;
    }
    Map<String, String> operations = ContractOperations.of(text(contract, "specification"));
    List<EndpointUse> calls = operations.keySet().stream().map(id -> new EndpointUse("direct:" + id, line, List.of(), false, List.of())).toList();
    return new RouteUnit(unit.file(), unit.kind(), unit.key(), unit.id(), unit.line(), unit.description(), null, operations, input, calls, List.of(),
        List.of(), List.of(), null, false, List.of());
  }

  private static String text(MappingNode map, String key) {
    Node value = UnitReader.value(map, key);
    return value == null ? "" : UnitReader.text(value);
  }
}
