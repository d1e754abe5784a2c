package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * Limits the rules at the top of a route file to the routes of that file. Routes without an id are named by it, and an {@code errorHandler} at its top, which Camel
 * would take for every route that is loaded later, counts for its own routes only, as an {@code onException} there does.
 *
 * <p>Camel finds it in the registry and asks it around the loading of each file. Thread-safe.
 */
public final class RouteFileScope implements RouteBuilderLifecycleStrategy {

  private final Map<RouteBuilder, ErrorHandlerFactory> outside = new WeakHashMap<>();

  @Override
  public synchronized void beforeConfigure(RouteBuilder builder) {
    if (isFile(builder)) {
      outside.put(builder, extension(builder).getErrorHandlerFactory());
    }
  }

  @Override
  public synchronized void afterConfigure(RouteBuilder builder) {
    if (!isFile(builder)) {
      return;
    }
    ErrorHandlerFactory before = outside.remove(builder);
    ErrorHandlerFactory own = extension(builder).getErrorHandlerFactory();
    if (own != before) {
      extension(builder).setErrorHandlerFactory(before);
      builder.getRouteCollection().getRoutes().stream().filter(route -> route.getErrorHandler() == null && route.getErrorHandlerRef() == null)
          .forEach(route -> route.setErrorHandlerFactory(own));
    }
    name(builder);
  }

  private static void name(RouteBuilder builder) {
    List<RouteDefinition> routes = builder.getRouteCollection().getRoutes();
    List<TemplatedRouteDefinition> templated = builder.getTemplatedRouteCollection().getTemplatedRoutes();
    List<String> ids = new ArrayList<>();
    routes.forEach(route -> ids.add(route.hasCustomIdAssigned() ? route.getId() : null));
    templated.forEach(route -> ids.add(route.getRouteId()));
    for (RestDefinition rest : builder.getRestCollection().getRests()) {
      rest.getVerbs().forEach(verb -> ids.add(verb.getRouteId()));
      if (rest.getOpenApi() != null) {
        ids.add(rest.getOpenApi().getRouteId());
      }
    }
    List<String> named = RouteIds.named(builder.getResource().getLocation(), ids);
    int next = 0;
    for (RouteDefinition route : routes) {
      if (!Objects.equals(route.getId(), named.get(next))) {
        route.routeId(named.get(next));
      }
      next++;
    }
    for (TemplatedRouteDefinition route : templated) {
      route.setRouteId(named.get(next++));
    }
    for (RestDefinition rest : builder.getRestCollection().getRests()) {
      for (VerbDefinition verb : rest.getVerbs()) {
        verb.setRouteId(named.get(next++));
      }
      if (rest.getOpenApi() != null) {
        rest.getOpenApi().setRouteId(named.get(next++));
      }
    }
  }

  private static boolean isFile(RouteBuilder builder) {
    return builder.getResource() != null && String.valueOf(builder.getResource().getLocation()).endsWith(RouteFolder.ENDING);
  }

  private static ExtendedCamelContext extension(CamelContextAware builder) {
    return builder.getCamelContext().getCamelContextExtension();
  }
}
