package io.cascadian.runtime;

import io.cascadian.exchange.RouteClient;
import io.cascadian.module.Components;
import java.util.List;
import java.util.Set;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Lets modules prepare Camel before routes are built, and leaves out the routes that only a service needs. */
final class ComponentsListener extends MainListenerSupport {

  private final Components components;
  private final boolean stays;
  private final Set<String> coreRoutes;

  /** @param coreRoutes the ids of routes that are built also in a process that does not stay */
  ComponentsListener(Components components, boolean stays, Set<String> coreRoutes) {
    this.components = components;
    this.coreRoutes = Set.copyOf(coreRoutes);
    this.stays = stays;
  }

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    components.beforeRoutes(main.getCamelContext());
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    if (stays) {
      return;
    }
    // a single run is asked for by name; nothing else may come in, so those routes are not even built
    Model model = main.getCamelContext().getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      if (!coreRoutes.contains(route.getRouteId()) && !isOfThisProcess(route.getInput().getEndpointUri())) {
        try {
          model.removeRouteDefinition(route);
          components.get(RouteClient.class).leftOut(route.getRouteId(), route.getInput().getEndpointUri());
        } catch (Exception e) {
          throw new IllegalStateException("the route " + route.getRouteId() + " cannot be left out", e);
        }
      }
    }
  }

  /** Whether nothing comes to an endpoint but what this process sends there. */
  private static boolean isOfThisProcess(String input) {
    return input.startsWith("direct:") || input.startsWith("seda:");
  }
}
