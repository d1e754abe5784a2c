package io.cascadian.runtime;

import io.cascadian.exchange.RouteClient;
import io.cascadian.module.Components;
import java.util.List;
import java.util.Set;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Runs the modules' preparation of Camel before routes are built, and removes routes that only a service needs from other processes. */
final class ComponentsListener extends MainListenerSupport {

  private final Components components;
  private final boolean isService;
  private final Set<String> coreRoutes;

  /** @param coreRoutes ids of routes that are built also in a process that executes one run */
  ComponentsListener(Components components, boolean isService, Set<String> coreRoutes) {
    this.components = components;
    this.coreRoutes = Set.copyOf(coreRoutes);
    this.isService = isService;
  }

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    components.beforeRoutes(main.getCamelContext());
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    if (isService) {
      return;
    }
    // a single run is started by its route's name; routes with an input from outside are not built
    Model model = main.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      if (!coreRoutes.contains(route.getRouteId()) && !isOfThisProcess(route.getInput().getEndpointUri())) {
        try {
          model.removeRouteDefinition(route);
          components.get(RouteClient.class).leftOut(route.getRouteId(), route.getInput().getEndpointUri());
        } catch (Exception e) {
          throw new IllegalStateException("the route " + route.getRouteId() + " cannot be removed", e);
        }
      }
    }
  }

  /** Returns whether an endpoint receives only messages that this process sends. */
  private static boolean isOfThisProcess(String input) {
    return input.startsWith("direct:") || input.startsWith("seda:");
  }
}
