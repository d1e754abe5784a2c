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
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
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

  /** @param switchedOff ids of routes that are not started */
  RouteFlows(CamelContext context, List<RouteDefinition> routes, List<RouteUnit> all, Set<String> switchedOff, RouteEnvironment environment) {
    this.context = context;
    this.routes = List.copyOf(routes);
    this.switchedOff = Set.copyOf(switchedOff);
    this.kinds = environment.kinds();
    this.rules = environment.rules();
    all.stream().filter(unit -> unit.isRoute() && unit.id() != null).forEach(unit -> units.putIfAbsent(unit.id(), unit));
    routes.forEach(route -> listeners.computeIfAbsent(input(route), any -> new ArrayList<>()).add(route));
  }

  /** The routes that are started. */
  List<RouteDefinition> routes() {
    return routes.stream().filter(route -> !switchedOff.contains(route.getRouteId())).toList();
  }

  RestConfiguration rest() {
    return context.getRestConfiguration();
  }

  /** The address that a route listens at, without options. */
  String input(RouteDefinition route) {
    return address(route.getInput().getEndpointUri(), route);
  }

  /** The routes that listen at an address, also those that are switched off. */
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

  /** What the messages of a route come to, in the order of writing. */
  List<Visit> of(RouteDefinition route) {
    List<Visit> visits = walk(route, route.getOutputs());
    for (ProcessorDefinition<?> node : route.getOutputs()) {
      if (node instanceof OnCompletionDefinition && !isDisabled(node)) {
        // when the message has ended, and its lock is given back
        visits.addAll(new MessageWay(this).aside(route, node.getOutputs()));
      }
    }
    return visits;
  }

  /** What a message comes to in one of the parts of a route. */
  List<Visit> walk(RouteDefinition route, List<ProcessorDefinition<?>> outputs) {
    return new MessageWay(this).from(route, outputs);
  }

  boolean isStarted(RouteDefinition route) {
    return !switchedOff.contains(route.getRouteId());
  }

  /** The kind of work that a call is; null for none. */
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

  /** Where routes that were followed call one that the message has not left, each with its address. */
  Map<Place, String> circles() {
    return circles;
  }

  /** Those of them to which every message comes again. */
  Set<Place> endless() {
    return endless;
  }

  /** Whether messages to an address are intercepted, and do not come there. */
  boolean isSkipped(String address) {
    return routes.stream().flatMap(route -> route.getOutputs().stream()).filter(InterceptSendToEndpointDefinition.class::isInstance)
        .map(InterceptSendToEndpointDefinition.class::cast)
        .anyMatch(rule -> !isDisabled(rule) && isTrue(rule.getSkipSendToOriginalEndpoint(), false)
            && EndpointHelper.matchEndpoint(context, address.replaceFirst("^([a-z]+):", "$1://"), resolve(rule.getUri(), Map.of())));
  }

  /** Whether a failure in a route is left to whoever called it. */
  static boolean leavesFailures(RouteDefinition route) {
    ErrorHandlerFactory handler = route.getErrorHandler() != null ? route.getErrorHandler().getErrorHandlerType() : route.getErrorHandlerFactory();
    return handler instanceof NoErrorHandlerDefinition;
  }

  /** Whether something is taken out by {@code disabled}. */
  boolean isDisabled(ProcessorDefinition<?> node) {
    return node.getDisabled() != null && "true".equalsIgnoreCase(resolve(node.getDisabled(), Map.of()));
  }

  boolean isTrue(String option, boolean otherwise) {
    return option == null ? otherwise : "true".equalsIgnoreCase(resolve(option, Map.of()));
  }

  /** An endpoint without its options, as Camel compares them. */
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
