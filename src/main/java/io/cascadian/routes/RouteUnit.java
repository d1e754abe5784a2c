package io.cascadian.routes;

import java.util.List;
import java.util.Map;

/**
 * Describes one entry of a route file, or one operation or bean of it, as far as other entries or the service refer to it.
 *
 * @param key that the entry has in the file, such as {@code from}
 * @param id given by the file's name where a route has none; null for others without one
 * @param line of the id, or of the entry where there is none
 * @param template which template a templated route is made of; null for others
 * @param parameters values of a templated route, defaults of a template (null where a value has to be given), or the requests of a contract by the
 *     ids of their operations
 * @param input where messages come from; null for what is no route, and for templated routes
 * @param calls endpoints that steps send to or read from
 * @param beans what steps call by name
 * @param configurations ids of the route configurations that it names
 * @param ids other ids in it
 * @param startupOrder as written; null where none is
 * @param switchedOff whether it is configured not to be started
 * @param steps what it does, one step after the other, for people
 */
public record RouteUnit(String file, Kind kind, String key, String id, int line, String description, String template, Map<String, String> parameters,
    EndpointUse input, List<EndpointUse> calls, List<BeanUse> beans, List<Reference> configurations, List<Reference> ids, Reference startupOrder,
    boolean switchedOff, List<String> steps) {

  /** Classifies the entries of a file. */
  enum Kind {
    ROUTE, TEMPLATE, TEMPLATED, CONFIGURATION,
    /** An operation of a {@code rest}, or the whole contract of one: Camel makes a route of it. */
    REST,
    /** A bean of {@code beans}; its class is the parameter {@code type}. */
    BEAN,
    /** What is done in all routes of the same file, such as {@code onException}. */
    RULE,
    /** What counts for the whole service, such as {@code restConfiguration}. */
    SERVICE;

    /** Returns the kind for the key of an entry; Camel's schema has no other keys. */
    static Kind of(String key) {
      return switch (key) {
        case "route", "from" -> ROUTE;
        case "routeTemplate" -> TEMPLATE;
        case "templatedRoute" -> TEMPLATED;
        case "routeConfiguration" -> CONFIGURATION;
        case "rest" -> REST;
        case "beans" -> BEAN;
        case "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint", "errorHandler" -> RULE;
        default -> SERVICE;
      };
    }
  }

  /**
   * Describes an endpoint as written.
   *
   * @param parameters in the order of writing, each with its line
   * @param branches those that it stands in, the outermost first
   */
  record EndpointUse(String uri, int line, List<Parameter> parameters, boolean dynamic, List<Branch> branches) {}

  /**
   * Describes a branch, of which a message takes at most one: a {@code when} or the {@code otherwise} of a {@code choice},
   * a {@code doCatch} of a {@code doTry}.
   *
   * @param fork which choice, by where it stands in the file
   * @param way which of its branches, likewise
   */
  record Branch(int fork, int way) {}

  /** Describes an option of an endpoint. */
  record Parameter(String name, String value, int line) {}

  /** Describes a call of a bean: its method, if one is named, and the branches around it, the outermost first. */
  record BeanUse(String name, int line, String method, int methodLine, List<Branch> branches) {}

  /** Holds a name and its position. */
  record Reference(String name, int line) {}

  /** Returns whether messages run through it, rather than being a pattern or a rule for others. */
  boolean isRoute() {
    return kind == Kind.ROUTE || kind == Kind.TEMPLATED || kind == Kind.REST;
  }

  RouteUnit withId(String given) {
    return new RouteUnit(file, kind, key, given, line, description, template, parameters, input, calls, beans, configurations, ids, startupOrder,
        switchedOff, steps);
  }
}
