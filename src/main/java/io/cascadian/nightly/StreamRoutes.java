package io.cascadian.nightly;

import io.cascadian.source.StreamDefinition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** Finds the streams that routes of the template {@code ingest-stream} define. */
public final class StreamRoutes {

  private static final Set<String> REQUIRED = Set.of("stream", "collection", "fields", "orderBy", "target");

  private StreamRoutes() {}

  /** Returns the names of the streams that routes in force define by the template; those switched off, or whose call is, are left out. */
  static Set<String> names(CamelContext context) {
    List<RouteDefinition> routes = context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    Set<String> off = routes.stream().flatMap(route -> ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream())
        .filter(to -> "true".equals(to.getDisabled())).map(to -> to.getUri().replaceFirst("^direct:/*", "")).collect(Collectors.toSet());
    return routes.stream().filter(StreamRoutes::isStream)
        .filter(route -> context.getRouteController().getRouteStatus(route.getRouteId()) == ServiceStatus.Started)
        .map(route -> route.getTemplateParameters().get("stream").toString())
        .filter(stream -> !off.contains("ingest-" + stream))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns the streams in the order of their names, without those whose source is not set up. They are read from the parameters of the routes; no
   * message is sent.
   *
   * @throws IllegalStateException naming the route whose parameters do not define a stream
   */
  public static List<StreamDefinition> definitions(CamelContext context) {
    IngestSteps steps = Objects.requireNonNull(context.getRegistry().lookupByNameAndType("ingestSteps", IngestSteps.class), "no bean ingestSteps");
    return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
        .filter(StreamRoutes::isStream)
        .map(route -> definition(context, steps, route)).flatMap(Optional::stream)
        .sorted(Comparator.comparing(StreamDefinition::name)).toList();
  }

  private static boolean isStream(RouteDefinition route) {
    return route.isCreatedFromTemplate() && route.getTemplateParameters() != null && route.getTemplateParameters().keySet().containsAll(REQUIRED);
  }

  private static Optional<StreamDefinition> definition(CamelContext context, IngestSteps steps, RouteDefinition route) {
    Map<String, Object> given = new HashMap<>();
    if (route.getTemplateDefaultParameters() != null) {
      given.putAll(route.getTemplateDefaultParameters());
    }
    given.putAll(route.getTemplateParameters());
    try {
      Map<String, String> values = new HashMap<>();
      given.forEach((name, value) -> values.put(name, value == null ? "" : context.resolvePropertyPlaceholders(value.toString())));
      return steps.definition(values.get("stream"), values.get("source"), values.get("subgraph"), values.get("collection"), values.get("fields"),
          values.get("orderBy"), values.get("target"), values.get("era"), values.getOrDefault("optional", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the route " + route.getRouteId() + " does not define a stream: " + e.getMessage(), e);
    }
  }
}
