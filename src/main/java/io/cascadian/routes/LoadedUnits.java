package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** Finds in a Camel context what a unit of the routes folder has become there, and removes it. Changes are for one thread at a time. */
final class LoadedUnits {

  private final ModelCamelContext context;

  LoadedUnits(ModelCamelContext context) {
    this.context = context;
  }

  /** Returns whether the context holds the unit; those that leave nothing to look for are taken for held. */
  boolean has(RouteUnit unit) {
    return switch (unit.kind()) {
      case ROUTE, TEMPLATED, REST -> context.getRoute(unit.id()) != null;
      case TEMPLATE -> context.getRouteTemplateDefinition(unit.id()) != null;
      case CONFIGURATION -> !configurations(unit).isEmpty();
      case BEAN -> context.getRegistry().lookupByName(unit.id()) != null;
      case RULE, SERVICE -> true;
    };
  }

  private List<RouteConfigurationDefinition> configurations(RouteUnit unit) {
    return context.getRouteConfigurationDefinitions().stream().filter(c -> Objects.equals(c.getId(), unit.id())).toList();
  }

  /** Removes what the files of a set have put into the context, but for unchanged routes. */
  void remove(CheckedRoutes set, Set<String> files, UnchangedRoutes unchanged) throws Exception {
    for (RouteUnit unit : LiveRoutes.routes(set, files, unchanged)) {
      if (context.getRoute(unit.id()) != null) {
        // with the endpoints that only it has: a schedule lives in its endpoint, and ends with it
        context.getRouteController().stopRoute(unit.id());
        context.removeRoute(unit.id());
      }
      RouteDefinition definition = context.getRouteDefinition(unit.id());
      if (definition != null) {
        context.removeRouteDefinition(definition);
      }
    }
    for (RouteUnit unit : set.units()) {
      if (!files.contains(unit.file()) || unchanged.has(unit.id())) {
        continue;
      }
      if (unit.kind() == Kind.BEAN) {
        context.getRegistry().unbind(unit.id());
      } else if (unit.kind() == Kind.REST) {
        context.getRestDefinitions().removeIf(rest -> rest.getResource() != null && isOf(rest.getResource().getLocation(), unit.file()));
      } else if (unit.kind() == Kind.TEMPLATE) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(unit.id());
        if (template != null) {
          context.removeRouteTemplateDefinition(template);
        }
      } else if (unit.kind() == Kind.CONFIGURATION) {
        for (RouteConfigurationDefinition configuration : configurations(unit)) {
          context.removeRouteConfiguration(configuration);
        }
      }
    }
  }

  /** At its start Camel reads files, later texts that are named as in the folder. */
  private static boolean isOf(String location, String file) {
    return location.equals(file) || location.endsWith("/" + file);
  }
}
