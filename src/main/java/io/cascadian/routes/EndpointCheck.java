package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.EndpointUse;
import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Parameter;
import io.cascadian.schedule.CronSchedule;
import io.cascadian.schedule.Schedule;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.quartz.CronExpression;

/** Checks components, options and values of endpoints by Camel's catalogue. */
final class EndpointCheck {

  private final Components components;

  EndpointCheck(Components components) {
    this.components = components;
  }

  List<RouteProblem> problems(List<RouteUnit> units, RouteEnvironment environment) {
    List<RouteProblem> problems = new ArrayList<>();
    for (RouteUnit unit : units) {
      List<EndpointUse> uses = new ArrayList<>(unit.calls());
      // what a rest becomes is Camel's own writing
      if (unit.input() != null && unit.kind() != Kind.REST) {
        uses.add(unit.input());
      }
      for (EndpointUse use : uses) {
        if (!use.dynamic()) {
          check(unit, use, environment, problems);
        }
      }
    }
    return problems;
  }

  private void check(RouteUnit unit, EndpointUse use, RouteEnvironment environment, List<RouteProblem> problems) {
    String uri = PlaceholderCheck.resolve(use.uri(), List.of(environment.properties()));
    if (uri.startsWith("{{")) {
      return;
    }
    String scheme = uri.replaceAll("[:?].*", "");
    if (!uri.contains(":") || !components.isHere(scheme)) {
      boolean known = components.isOfCamel(scheme);
      problems.add(new RouteProblem(unit.file(), use.line(),
          known ? "Camel's component '" + scheme + "' is not part of this program" : "there is no component '" + scheme + "'",
          Suggestions.advice(scheme, components.names())));
      return;
    }
    Optional<ComponentModel> described = components.model(scheme);
    if (described.isEmpty()) {
      return;
    }
    Map<String, Parameter> written = new HashMap<>();
    Map<String, String> values = new TreeMap<>();
    for (Parameter parameter : use.parameters()) {
      String value = PlaceholderCheck.resolve(parameter.value(), List.of(environment.properties()));
      written.put(parameter.name(), parameter);
      values.put(parameter.name(), value.replaceFirst("^RAW\\((.*)\\)$", "$1"));
    }
    EndpointValidationResult result = components.catalog().validateProperties(scheme, values);
    ComponentModel model = described.get();
    List<String> options = model.getEndpointParameterOptions().stream().map(ComponentModel.EndpointOptionModel::getName).toList();
    // of a lenient component they continue to what is called, as query parameters do
    if (result.getUnknown() != null && !model.isLenientProperties()) {
      result.getUnknown().forEach(name -> add(unit, use, written, name, "the component '" + scheme + "' has no option '" + name + "'",
          Suggestions.advice(name, options), problems));
    }
    wrong(result.getInvalidBoolean(), "neither true nor false", "write true or false", unit, use, written, problems);
    wrong(result.getInvalidInteger(), "no whole number", "write a whole number", unit, use, written, problems);
    wrong(result.getInvalidNumber(), "no number", "write a number", unit, use, written, problems);
    wrong(withoutMilliseconds(result.getInvalidDuration()), "no duration", "write milliseconds, or such as 500ms, 10s, 5m, 1h", unit, use, written, problems);
    wrong(result.getInvalidReference(), "no name of a bean", "write # and the name of a bean", unit, use, written, problems);
    if (result.getInvalidEnum() != null) {
      result.getInvalidEnum().forEach((name, value) -> add(unit, use, written, name, "'" + value + "' is not among the values of '" + name + "'",
          Suggestions.advice(value, result.getEnumChoices(name)), problems));
    }
    if (scheme.equals("quartz")) {
      schedule(unit, use, written, values, problems);
    }
  }

  private static void schedule(RouteUnit unit, EndpointUse use, Map<String, Parameter> written, Map<String, String> values,
      List<RouteProblem> problems) {
    String cron = values.get("cron");
    if (cron != null && !cron.contains("{{")) {
      try {
        // Camel lets + stand for a blank
        CronExpression.validateExpression(cron.replace('+', ' '));
      } catch (ParseException e) {
        add(unit, use, written, "cron", "'" + cron + "' is no cron expression: " + e.getMessage(),
            "write seconds, minutes, hours, day, month, weekday, such as 0 0 3 * * ?", problems);
        return;
      }
      if (!CronSchedule.everFires(cron.replace('+', ' '))) {
        add(unit, use, written, "cron", "'" + cron + "' never fires: there is no such time in the future",
            "write days that there are, such as 0 0 3 * * ?; or take the route away when it has had its time", problems);
      } else if (Schedule.ROUTE.equals(unit.id())) {
        CronSchedule.tooOften(cron.replace('+', ' '))
            .ifPresent(why -> add(unit, use, written, "cron", why, "write a longer pause, such as 0 0 3 * * ?", problems));
      }
    }
    String zone = values.get("trigger.timeZone");
    if (zone != null && !zone.contains("{{")) {
      try {
        if (!CronSchedule.isZoneOfQuartz(zone)) {
          add(unit, use, written, "trigger.timeZone", "Quartz does not know the time zone '" + zone + "' and would take GMT",
              "write a region such as America/New_York", problems);
        }
      } catch (DateTimeException e) {
        add(unit, use, written, "trigger.timeZone", "there is no time zone '" + zone + "'",
            Suggestions.advice(zone, ZoneId.getAvailableZoneIds()), problems);
      }
    }
  }

  /** Endpoints take durations such as 200ms; the catalogue alone does not know that unit. */
  private static Map<String, String> withoutMilliseconds(Map<String, String> invalid) {
    Map<String, String> rest = new TreeMap<>(invalid == null ? Map.of() : invalid);
    rest.values().removeIf(value -> value.matches("(\\d+[dhms])*\\d+ms"));
    return rest;
  }

  private static void wrong(Map<String, String> invalid, String what, String remedy, RouteUnit unit, EndpointUse use,
      Map<String, Parameter> written, List<RouteProblem> problems) {
    if (invalid != null) {
      invalid.forEach((name, value) -> {
        if (!value.contains("{{")) {
          add(unit, use, written, name, "'" + value + "' as '" + name + "' is " + what, remedy, problems);
        }
      });
    }
  }

  private static void add(RouteUnit unit, EndpointUse use, Map<String, Parameter> written, String name, String problem, String remedy,
      List<RouteProblem> problems) {
    int line = written.values().stream().filter(p -> p.name().equals(name) || p.name().endsWith("." + name)).findFirst()
        .map(Parameter::line).orElse(use.line());
    problems.add(new RouteProblem(unit.file(), line, problem, remedy));
  }
}
