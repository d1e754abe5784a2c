package io.cascadian.nightly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Lists the steps of a run's route in their order, each with its kind, as the routes are at this moment.
 *
 * @param steps as they are written, switched-off ones left out
 */
record RunPlan(List<Step> steps) {

  private static final Pattern OPTIONS = Pattern.compile("\\?.*");
  private static final Pattern SLASHES = Pattern.compile("^([a-z]+):/*");

  /** Identifies a step by its id in the route. */
  record Step(String id, StepKind kind) {}

  /** Reads the plan of a route; one that is not there has no steps. */
  static RunPlan of(CamelContext context, String routeId, StepKinds kinds) {
    RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(routeId);
    return route == null ? new RunPlan(List.of()) : of(context, route, kinds);
  }

  static RunPlan of(CamelContext context, RouteDefinition route, StepKinds kinds) {
    Map<String, List<RouteDefinition>> listeners = new HashMap<>();
    for (RouteDefinition each : ((ModelCamelContext) context).getRouteDefinitions()) {
      if (each.getInput() != null) {
        listeners.computeIfAbsent(address(context, each.getInput().getUri(), parameters(each)), any -> new ArrayList<>()).add(each);
      }
    }
    return new RunPlan(ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), StepDefinition.class).stream()
        .filter(step -> !"true".equals(step.getDisabled()))
        .map(step -> new Step(step.getId(), kind(context, step, kinds, listeners))).toList());
  }

  private static StepKind kind(CamelContext context, StepDefinition step, StepKinds kinds, Map<String, List<RouteDefinition>> listeners) {
    List<StepKind> found = new ArrayList<>();
    collect(context, step.getOutputs(), kinds, listeners, found, new HashSet<>());
    return kinds.ofCalls(found);
  }

  /** Collects the beans that a step calls, and the routes that it sends to. */
  private static void collect(CamelContext context, List<ProcessorDefinition<?>> outputs, StepKinds kinds,
      Map<String, List<RouteDefinition>> listeners, Collection<StepKind> found, Set<String> seen) {
    for (BeanDefinition bean : ProcessorDefinitionHelper.filterTypeInOutputs(outputs, BeanDefinition.class)) {
      found.add(kinds.ofCall(bean.getRef(), bean.getMethod()));
    }
    for (ToDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ToDefinition.class)) {
      String called = address(context, to.getUri(), Map.of());
      if (seen.add(called)) {
        listeners.getOrDefault(called, List.of()).forEach(route -> collect(context, route.getOutputs(), kinds, listeners, found, seen));
      }
    }
  }

  private static Map<String, Object> parameters(RouteDefinition route) {
    return route.getTemplateParameters() == null ? Map.of() : route.getTemplateParameters();
  }

  /** Returns an endpoint without its options, as Camel compares them; with its placeholders where they have no value, as then nothing is sent there. */
  private static String address(CamelContext context, String uri, Map<String, Object> parameters) {
    String address = uri == null ? "" : SLASHES.matcher(OPTIONS.matcher(uri).replaceFirst("")).replaceFirst("$1:");
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      address = address.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
    }
    try {
      return context.resolvePropertyPlaceholders(address);
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  List<String> ids() {
    return steps.stream().map(Step::id).toList();
  }

  /** Returns the kind of a step; {@link StepKind#OTHER} when it is not in the route. */
  StepKind kind(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).map(Step::kind).findFirst().orElse(StepKind.OTHER);
  }

  /** Returns what comes after a step in the route. */
  List<Step> after(String id) {
    int at = ids().indexOf(id);
    return at < 0 ? List.of() : steps.subList(at + 1, steps.size());
  }
}
