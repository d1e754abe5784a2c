package io.cascadian.nightly;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;

/** Which steps does a route have, in which order? */
final class RunSteps {

  private RunSteps() {}

  static List<String> of(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), StepDefinition.class).stream().map(StepDefinition::getId).toList();
  }

  /** The same of a route by its name; none where there is no such route. */
  static List<String> of(CamelContext context, String routeId) {
    RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(routeId);
    return route == null ? List.of() : of(route);
  }
}
