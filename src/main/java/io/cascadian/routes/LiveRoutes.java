package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of a running Camel, of which some can be replaced while the others go on. For one thread at a time. */
final class LiveRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
  private static final int STOP_SECONDS = 10;

  private final ModelCamelContext context;

  LiveRoutes(ModelCamelContext context) {
    this.context = context;
  }

  static Resource resource(String name, String text) {
    return ResourceHelper.fromString(name, text);
  }

  /**
   * What others refer to comes first: configurations, templates, routes, and what is made of templates. Among routes those that own a queue,
   * because who is first decides how long it is.
   */
  static List<RouteFile> inOrder(List<RouteFile> files, List<RouteUnit> units) {
    return files.stream().sorted(Comparator.comparing((RouteFile file) -> rank(file, units)).thenComparing(RouteFile::name)).toList();
  }

  private static int rank(RouteFile file, List<RouteUnit> units) {
    List<Kind> order = List.of(Kind.CONFIGURATION, Kind.TEMPLATE, Kind.ROUTE, Kind.TEMPLATED);
    return units.stream().filter(u -> u.file().equals(file.name()))
        .mapToInt(u -> 2 * order.indexOf(u.kind()) + (u.input() != null && u.input().uri().startsWith("seda:") ? -1 : 0)).max().orElse(0);
  }

  /** The files that differ, and those that are built from one of them: routes under a configuration, routes made of a template. */
  static Set<String> affected(CheckedRoutes now, CheckedRoutes next) {
    Set<String> affected = new TreeSet<>(now.texts().files().keySet());
    affected.addAll(next.texts().files().keySet());
    affected.removeIf(name -> Objects.equals(now.texts().files().get(name), next.texts().files().get(name)));
    List<RouteUnit> all = new ArrayList<>(now.units());
    all.addAll(next.units());
    for (int before = -1; before != affected.size(); ) {
      before = affected.size();
      Set<String> configurations = names(all, affected, Kind.CONFIGURATION);
      Set<String> templates = names(all, affected, Kind.TEMPLATE);
      all.stream()
          .filter(u -> templates.contains(String.valueOf(u.template()))
              || u.configurations().stream().map(Reference::name).anyMatch(c -> configurations.contains(c) || c.contains("*"))
              // one without a name is everybody's
              || configurations.contains("") && u.kind() != Kind.CONFIGURATION)
          .map(RouteUnit::file).forEach(affected::add);
    }
    return affected;
  }

  private static Set<String> names(List<RouteUnit> units, Set<String> files, Kind kind) {
    return units.stream().filter(u -> u.kind() == kind && files.contains(u.file())).map(u -> u.id() == null ? "" : u.id())
        .collect(Collectors.toSet());
  }

  /** Which of the routes, or of those that may call them, have a message in work. */
  Set<String> busy(CheckedRoutes now, Set<String> files) {
    Set<String> ids = routes(now, files).stream().map(RouteUnit::id).collect(Collectors.toSet());
    return now.graph().withCallers(ids).stream().filter(id -> context.getInflightRepository().size(id) > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Takes the routes of these files out and puts the new ones in.
   *
   * @throws StillBusyException when a route would not end what it was doing; everything is as before
   * @throws Exception when the new ones could not be started; the old ones are back
   */
  void replace(CheckedRoutes now, CheckedRoutes next, Set<String> files) throws Exception {
    stop(now, files);
    try {
      remove(now, files);
      add(next, files);
    } catch (Exception e) {
      try {
        remove(next, files);
        add(now, files);
      } catch (Exception again) {
        again.addSuppressed(e);
        LOG.error("The routes of {} could neither be replaced nor brought back; restart the service", files, again);
      }
      throw e;
    }
  }

  private void stop(CheckedRoutes now, Set<String> files) throws Exception {
    List<String> stopped = new ArrayList<>();
    for (RouteUnit unit : routes(now, files)) {
      ServiceStatus status = context.getRouteController().getRouteStatus(unit.id());
      if (status == null || status.isStopped()) {
        continue;
      }
      if (!context.getRouteController().stopRoute(unit.id(), STOP_SECONDS, TimeUnit.SECONDS, true)) {
        for (String id : stopped) {
          context.getRouteController().startRoute(id);
        }
        throw new StillBusyException(unit.id());
      }
      stopped.add(unit.id());
    }
  }

  private void remove(CheckedRoutes set, Set<String> files) throws Exception {
    for (RouteUnit unit : routes(set, files)) {
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
      if (!files.contains(unit.file())) {
        continue;
      }
      if (unit.kind() == Kind.TEMPLATE) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(unit.id());
        if (template != null) {
          context.removeRouteTemplateDefinition(template);
        }
      } else if (unit.kind() == Kind.CONFIGURATION) {
        List<RouteConfigurationDefinition> found = context.getRouteConfigurationDefinitions().stream()
            .filter(c -> Objects.equals(c.getId(), unit.id())).toList();
        for (RouteConfigurationDefinition configuration : found) {
          context.removeRouteConfiguration(configuration);
        }
      }
    }
  }

  private void add(CheckedRoutes set, Set<String> files) throws Exception {
    List<RouteFile> changed = set.files().stream().filter(f -> files.contains(f.name())).toList();
    for (RouteFile file : inOrder(changed, set.units())) {
      PluginHelper.getRoutesLoader(context).loadRoutes(resource(file.name(), file.text()));
    }
    for (RouteUnit unit : routes(set, files)) {
      if (context.getRoute(unit.id()) == null) {
        throw new IllegalStateException("the route " + unit.id() + " was loaded and is not there");
      }
    }
  }

  /** What Camel says of a route, such as Started; Missing when it does not know it. */
  String status(String id) {
    ServiceStatus status = context.getRouteController().getRouteStatus(id);
    return status == null ? "Missing" : status.name();
  }

  private static List<RouteUnit> routes(CheckedRoutes set, Set<String> files) {
    return set.units().stream().filter(u -> u.isRoute() && u.id() != null && files.contains(u.file())).toList();
  }

  /** A route did not end what it was doing. */
  static final class StillBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    StillBusyException(String route) {
      super("the route " + route + " is still at work");
    }
  }
}
