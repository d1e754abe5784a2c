package io.cascadian.nightly;

import io.cascadian.ingest.StreamWork;
import io.cascadian.source.StreamDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** Finds which streams the routes {@code ingest-*} define. */
public final class StreamRoutes {

  private StreamRoutes() {}

  /** Returns the names of the streams that routes in force define by the template; those switched off, or whose call is, are left out. */
  static Set<String> names(CamelContext context) {
    List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();
    Set<String> off = routes.stream().flatMap(route -> ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream())
        .filter(to -> "true".equals(to.getDisabled())).map(to -> to.getUri().replaceFirst("^direct:/*", "")).collect(Collectors.toSet());
    return routes.stream()
        .filter(route -> route.getTemplateParameters() != null && route.getTemplateParameters().get("stream") != null)
        .filter(route -> context.getRouteController().getRouteStatus(route.getRouteId()) == ServiceStatus.Started)
        .map(route -> route.getTemplateParameters().get("stream").toString())
        .filter(stream -> !off.contains("ingest-" + stream))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The streams in the order of their names; nothing is read.
   *
   * @throws IllegalStateException naming the route that does not define one
   */
  public static List<StreamDefinition> definitions(CamelContext context) {
    List<StreamDefinition> streams = new ArrayList<>();
    StreamWork note = streams::add;
    try (ProducerTemplate routes = context.createProducerTemplate()) {
      context.getRoutes().stream().map(Route::getEndpoint).map(Endpoint::getEndpointUri)
          .filter(uri -> uri.startsWith("direct://ingest-")).sorted()
          .forEach(uri -> {
            Exchange answer = routes.request(uri, e -> e.setProperty(IngestSteps.WORK, note));
            if (answer.getException() != null) {
              throw new IllegalStateException(
                  "the route behind " + uri + " does not define a stream: " + answer.getException().getMessage(), answer.getException());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return streams;
  }
}
