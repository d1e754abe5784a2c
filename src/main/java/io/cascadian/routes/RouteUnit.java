package io.cascadian.routes;

import java.util.List;
import java.util.Map;

/**
 * One entry of a route file, as far as other entries or the service refer to it.
 *
 * @param id null where none is written
 * @param line of the id, or of the entry where there is none
 * @param template which template a templated route is made of; null for others
 * @param parameters values of a templated route, or defaults of a template (null where a value has to be given)
 * @param input where messages come from; null for configurations and templated routes
 * @param calls endpoints that steps send to or read from
 * @param beans what steps call by name
 * @param configurations ids of the route configurations that it names
 * @param ids other ids in it
 * @param startupOrder as written; null where none is
 * @param switchedOff whether it says that it is not to be started
 * @param steps what it does, one step after the other, for people
 */
public record RouteUnit(String file, Kind kind, String id, int line, String description, String template, Map<String, String> parameters,
    EndpointUse input, List<EndpointUse> calls, List<BeanUse> beans, List<Reference> configurations, List<Reference> ids, Reference startupOrder,
    boolean switchedOff, List<String> steps) {

  /** The kinds of entries that can be replaced while the service runs. */
  enum Kind {
    ROUTE("route"), TEMPLATE("routeTemplate"), TEMPLATED("templatedRoute"), CONFIGURATION("routeConfiguration");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /**
   * An endpoint as written.
   *
   * @param parameters in the order of writing, each with its line
   * @param branches those that it stands in, the outermost first
   */
  record EndpointUse(String uri, int line, List<Parameter> parameters, boolean dynamic, List<Branch> branches) {}

  /**
   * One of several ways on, of which a message takes one at most: a {@code when} or the {@code otherwise} of a {@code choice}, a
   * {@code doCatch} of a {@code doTry}.
   *
   * @param fork which choice, by where it stands in the file
   * @param way which of its branches, likewise
   */
  record Branch(int fork, int way) {}

  /** An option of an endpoint. */
  record Parameter(String name, String value, int line) {}

  /** A bean, its method where one is named, and the branches that it stands in, the outermost first. */
  record BeanUse(String name, int line, String method, int methodLine, List<Branch> branches) {}

  /** A name and where it is written. */
  record Reference(String name, int line) {}

  /** Whether messages run through it, rather than being a pattern or a rule for others. */
  boolean isRoute() {
    return kind == Kind.ROUTE || kind == Kind.TEMPLATED;
  }
}
