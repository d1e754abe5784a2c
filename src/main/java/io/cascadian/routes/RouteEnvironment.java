package io.cascadian.routes;

import io.cascadian.nightly.StepKinds;
import java.util.Map;

/**
 * Lists what routes may refer to, and what the service needs of them.
 *
 * @param beans type by the name under which routes call it
 * @param properties values by the name of their placeholder
 * @param kinds what the steps of runs may be
 * @param expected why the service cannot do without a route, by the route's id
 * @param core the routes that the program itself owns
 * @param loader of the program and its extensions, for components and classes that routes name
 * @param rules what the service relies on in routes of any name
 */
public record RouteEnvironment(Map<String, Class<?>> beans, Map<String, String> properties, StepKinds kinds, Map<String, String> expected,
    CoreRoutes core, ClassLoader loader, ServiceRules rules) {

  public RouteEnvironment {
    beans = Map.copyOf(beans);
    properties = Map.copyOf(properties);
    expected = Map.copyOf(expected);
  }

  /** Creates an environment for any routes, without the rules of a service. */
  public RouteEnvironment(Map<String, Class<?>> beans, Map<String, String> properties, StepKinds kinds, Map<String, String> expected,
      CoreRoutes core, ClassLoader loader) {
    this(beans, properties, kinds, expected, core, loader, ServiceRules.NONE);
  }

  /** Returns the same without extensions. */
  public RouteEnvironment(Map<String, Class<?>> beans, Map<String, String> properties, StepKinds kinds, Map<String, String> expected,
      CoreRoutes core) {
    this(beans, properties, kinds, expected, core, RouteEnvironment.class.getClassLoader());
  }
}
