package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.RequestIds;
import io.cascadian.exchange.PollingTrouble;
import io.cascadian.exchange.RetryLog;
import io.cascadian.graphql.StreamingGraphqlComponent;
import java.util.List;
import java.util.Set;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** Attaches the step recorder before routes are built, and holds back the routes that only a service that stays needs. */
final class RoomsListener extends MainListenerSupport {

  private final Rooms rooms;
  private final boolean stays;
  private final Set<String> coreRoutes;

  /** @param coreRoutes the ids of routes that are built also in a process that does not stay */
  RoomsListener(Rooms rooms, boolean stays, Set<String> coreRoutes) {
    this.rooms = rooms;
    this.coreRoutes = Set.copyOf(coreRoutes);
    this.stays = stays;
  }

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    main.getCamelContext().getCamelContextExtension().addInterceptStrategy(rooms.stepRecorder());
    main.getCamelContext().addRoutePolicyFactory(new RequestIds());
    main.getCamelContext().getCamelContextExtension().registerEndpointCallback(PollingTrouble::reportFor);
    // the server has a path for each operation only where this is there before; otherwise one for all of them, whose refusals are no problem documents
    PluginHelper.getRestRegistry(main.getCamelContext());
    main.getCamelContext().addComponent("rest-openapi", HttpInterface.operations((Api) rooms.beans().get("api"), main.getCamelContext()));
    main.getCamelContext().addComponent(StreamingGraphqlComponent.NAME, new StreamingGraphqlComponent());
    rooms.routes().connect(main.getCamelContext());
    main.getCamelContext().getManagementStrategy().addEventNotifier(rooms.clients().waits());
    main.getCamelContext().getManagementStrategy().addEventNotifier(new RetryLog());
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
          rooms.routes().leftOut(route.getRouteId(), route.getInput().getEndpointUri());
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
