package io.cascadian.routes;

import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKinds;
import io.cascadian.routes.Visit.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.EndpointHelper;

/**
 * Follows messages through routes as Camel has built them, and into the routes that these call: which beans they come to, in which order, on which
 * conditions, and under which lock. For one thread.
 */
final class RouteFlows {

  /** Stands for the call of a message that goes no further. */
  static final String STOP = "stop";

  private final CamelContext context;
  private final Map<String, RouteUnit> units = new HashMap<>();
  private final Map<String, List<RouteDefinition>> listeners = new HashMap<>();
  private final List<RouteDefinition> routes;
  private final Set<String> switchedOff;
  private final StepKinds kinds;
  private final ServiceRules rules;
  private final Map<Place, String> circles = new HashMap<>();
  private final Set<Place> endless = new HashSet<>();
  private final Map<Place, String> unnamed = new HashMap<>();
  private final Set<Place> changed = new HashSet<>();
  /** Walks from the beginnings of routes: several checks ask for the same. */
  private final Map<RouteDefinition, List<Visit>> walks = new HashMap<>();
  private final Map<RouteDefinition, List<Visit>> walksBesides = new HashMap<>();
  /** Interceptors after which a message does not come to its endpoint, or not always. */
  private final List<InterceptSendToEndpointDefinition> skipping;

  /** @param switchedOff ids of routes that are not started */
  RouteFlows(CamelContext context, List<RouteDefinition> routes, List<RouteUnit> all, Set<String> switchedOff, RouteEnvironment environment) {
    this.context = context;
    this.routes = List.copyOf(routes);
    this.switchedOff = Set.copyOf(switchedOff);
    this.kinds = environment.kinds();
    this.rules = environment.rules();
    all.stream().filter(unit -> unit.isRoute() && unit.id() != null).forEach(unit -> units.putIfAbsent(unit.id(), unit));
    routes.forEach(route -> listeners.computeIfAbsent(input(route), any -> new ArrayList<>()).add(route));
    this.skipping = routes.stream().flatMap(route -> route.getOutputs().stream()).filter(InterceptSendToEndpointDefinition.class::isInstance)
        .map(InterceptSendToEndpointDefinition.class::cast)
        .filter(rule -> !isDisabled(rule) && (isTrue(rule.getSkipSendToOriginalEndpoint(), false) || hasStop(rule))).toList();
  }

  /** Returns the routes that are started. */
  List<RouteDefinition> routes() {
    return routes.stream().filter(route -> !switchedOff.contains(route.getRouteId())).toList();
  }

  RestConfiguration rest() {
    return context.getRestConfiguration();
  }

  /** Returns the address that a route listens at, without options. */
  String input(RouteDefinition route) {
    return address(route.getInput().getEndpointUri(), route);
  }

  /** Returns the routes that listen at an address, also those that are switched off. */
  List<RouteDefinition> listeners(String address) {
    return listeners.getOrDefault(CallGraph.normal(address), List.of());
  }

  Place place(RouteDefinition route) {
    RouteUnit unit = units.get(route.getRouteId());
    return new Place(unit == null ? "?" : unit.file(), unit == null ? 1 : unit.line());
  }

  Place place(RouteDefinition route, ProcessorDefinition<?> node) {
    Place whole = place(route);
    // of what a template has there are lines in another file
    boolean isOwn = node.getLineNumber() > 0 && route.getTemplateParameters() == null;
    return isOwn ? new Place(whole.file(), node.getLineNumber()) : whole;
  }

  /** Returns what the messages of a route come to by its steps, in the order of writing. */
  List<Visit> of(RouteDefinition route) {
    List<Visit> known = walks.get(route);
    if (known == null) {
      known = walk(route, route.getOutputs());
      walks.put(route, known);
    }
    return known;
  }

  /** Returns what else they come to, in this route and in those that it sends them to: in interceptors, when something fails, and when they have ended. */
  List<Visit> besides(RouteDefinition route) {
    List<Visit> known = walksBesides.get(route);
    if (known == null) {
      RouteWalk walk = new RouteWalk(this);
      walk.from(route, route.getOutputs());
      known = walk.besides();
      walksBesides.put(route, known);
    }
    return known;
  }

  /** Returns the same of this route alone, which also happens when its first step fails. */
  List<Visit> besidesItself(RouteDefinition route) {
    RouteWalk walk = new RouteWalk(this);
    walk.from(route, route.getOutputs());
    return walk.besides(route);
  }

  /** Returns what a message comes to in one of the parts of a route. */
  List<Visit> walk(RouteDefinition route, List<ProcessorDefinition<?>> outputs) {
    return new RouteWalk(this).from(route, outputs);
  }

  /** Returns the parts of a route, also those that are only come to in some cases; without those that are switched off themselves. */
  List<ProcessorDefinition<?>> nodes(RouteDefinition route) {
    List<ProcessorDefinition<?>> nodes = new ArrayList<>();
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(nodes::add);
    nodes.removeIf(this::isDisabled);
    return nodes;
  }

  boolean isStarted(RouteDefinition route) {
    return !switchedOff.contains(route.getRouteId());
  }

  /** Returns the kind of work that a call is; null for none. */
  StepKind kind(String bean, String method) {
    return kinds.ofCall(bean, method);
  }

  ServiceRules rules() {
    return rules;
  }

  /** Notes that a message comes to a route again that it has not left. */
  void circle(Place place, String address, boolean isSure) {
    circles.put(place, address);
    if (isSure) {
      endless.add(place);
    }
  }

  /** Notes that the properties of a run are changed. */
  void changed(Place place) {
    changed.add(place);
  }

  /** Returns where routes that were followed take away, or replace, the properties by which a run is known to its works. */
  Set<Place> changed() {
    return changed;
  }

  /** Notes that a bean is called by nothing but its name. */
  void unnamed(Place place, String bean) {
    unnamed.put(place, bean);
  }

  /** Returns where routes that were followed call a bean without saying which of its methods, so that a header of the message decides. */
  Map<Place, String> unnamed() {
    return unnamed;
  }

  /** Returns where routes that were followed call one that the message has not left, each with its address. */
  Map<Place, String> circles() {
    return circles;
  }

  /** Returns those of them to which every message comes again. */
  Set<Place> endless() {
    return endless;
  }

  /** Returns whether messages to an address are intercepted, and do not come there, or not always. */
  boolean isSkipped(String address) {
    return skipping.stream()
        .anyMatch(rule -> EndpointHelper.matchEndpoint(context, address.replaceFirst("^([a-z]+):", "$1://"), resolve(rule.getUri(), Map.of())));
  }

  /** Returns whether a message may be stopped in a part of a route. */
  static boolean hasStop(ProcessorDefinition<?> node) {
    return !ProcessorDefinitionHelper.filterTypeInOutputs(node.getOutputs(), StopDefinition.class).isEmpty();
  }

  /** Returns whether a failure in a route is left to whoever called it. */
  static boolean leavesFailures(RouteDefinition route) {
    return errorHandler(route) instanceof NoErrorHandlerDefinition;
  }

  /** Returns the error handler that is written in a route or in its file; null for Camel's own. */
  static ErrorHandlerFactory errorHandler(RouteDefinition route) {
    return route.getErrorHandler() != null ? route.getErrorHandler().getErrorHandlerType() : route.getErrorHandlerFactory();
  }

  /** Returns whether something is taken out by {@code disabled}. */
  boolean isDisabled(ProcessorDefinition<?> node) {
    return node.getDisabled() != null && "true".equalsIgnoreCase(resolve(node.getDisabled(), Map.of()));
  }

  boolean isTrue(String option, boolean otherwise) {
    return option == null ? otherwise : "true".equalsIgnoreCase(resolve(option, Map.of()));
  }

  /** Returns an endpoint without its options, as Camel compares them. */
  String address(String uri, RouteDefinition route) {
    return CallGraph.normal(resolve(uri == null ? "" : uri.replaceFirst("\\?.*", ""), route.getTemplateParameters()));
  }

  String resolve(String text, Map<String, Object> parameters) {
    String resolved = text;
    for (Map.Entry<String, Object> parameter : parameters == null ? Map.<String, Object>of().entrySet() : parameters.entrySet()) {
      resolved = resolved.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
    }
    try {
      return context.resolvePropertyPlaceholders(resolved);
    } catch (IllegalArgumentException e) {
      return resolved;
    }
  }
}
