package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds dead letter channels that would silently lose an exchange when the dead letters cannot be stored, as Camel does by default. */
final class DeadLetterChannelCheck {

  private static final String CHANNEL = "deadLetterChannel";
  private static final String OPTION = "deadLetterHandleNewException";

  private DeadLetterChannelCheck() {}

  static List<RouteProblem> problems(RouteFile file) {
    List<RouteProblem> problems = new ArrayList<>();
    check(file, file.json(), List.of(), problems);
    return problems;
  }

  private static void check(RouteFile file, JsonNode node, List<Object> path, List<RouteProblem> problems) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(file, node.get(i), with(path, i), problems);
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      List<Object> place = with(path, field.getKey());
      JsonNode channel = field.getValue();
      if (field.getKey().equals(CHANNEL) && channel.path("deadLetterUri").asText().matches("direct:(//)?dead-letters.*")
          && !channel.path(OPTION).asText().equals("false")) {
        problems.add(new RouteProblem(file.name(), file.line(place),
            "an exchange would be lost, with a warning in the log alone, when the dead letters cannot be stored",
            "write '" + OPTION + ": false' below deadLetterUri, so that the failure reaches the sender"));
      }
      check(file, channel, place, problems);
    }
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }
}
