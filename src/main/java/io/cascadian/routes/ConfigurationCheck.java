package io.cascadian.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Finds route configurations in which nothing is left: routes that name one look as if their failures were handled, and none is. */
final class ConfigurationCheck {

  private static final Set<String> RULES = Set.of("onException", "errorHandler", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

  private ConfigurationCheck() {}

  static List<RouteProblem> problems(RouteFile file) {
    List<RouteProblem> problems = new ArrayList<>();
    for (int i = 0; i < file.json().size(); i++) {
      JsonNode configuration = file.json().get(i).get("routeConfiguration");
      if (configuration != null && StreamSupport.stream(((Iterable<String>) configuration::fieldNames).spliterator(), false)
          .noneMatch(key -> RULES.contains(key) && !configuration.get(key).isEmpty())) {
        problems.add(new RouteProblem(file.name(), file.line(List.of(i, "routeConfiguration")), "the routeConfiguration '" + configuration.path("id").asText()
            + "' handles no failures, so that those of the routes that name it are not handled",
            "write its 'onException' again; or delete it, with 'routeConfigurationId' in the routes that name it"));
      }
    }
    return problems;
  }
}
