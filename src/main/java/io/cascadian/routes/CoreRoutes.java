package io.cascadian.routes;

import io.cascadian.exchange.ServiceCamelContext;
import io.cascadian.routes.RouteUnit.BeanUse;
import io.cascadian.routes.RouteUnit.EndpointUse;
import io.cascadian.routes.RouteUnit.Kind;
import io.cascadian.routes.RouteUnit.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Holds the builders of the routes that the program itself owns, and shows the validator what is in them.
 *
 * <p>A builder is made for each Camel that it is added to, also for one in which routes are only tried: it names beans that
 * {@link RouteEnvironment#beans()} has, and takes no instance by its constructor. Immutable, thread-safe.
 */
public final class CoreRoutes {

  /** No routes but those of the folder. */
  public static final CoreRoutes NONE = new CoreRoutes(List.of());
  /** Of what stands for the file in lists, before the class of the builder. */
  private static final String PREFIX = "core:";
  private static final Set<String> ENRICHERS = Set.of("enrich", "pollEnrich");

  private final List<Supplier<? extends RouteBuilder>> builders;
  private final List<RouteUnit> units;

  private CoreRoutes(List<Supplier<? extends RouteBuilder>> builders) {
    this.builders = builders;
    this.units = builders.stream().map(Supplier::get).flatMap(builder -> units(builder).stream()).toList();
  }

  /** @param builders each makes a builder of its own at every call */
  public static CoreRoutes of(List<Supplier<? extends RouteBuilder>> builders) {
    return new CoreRoutes(List.copyOf(builders));
  }

  /** Creates the builders for one Camel context. */
  public List<RouteBuilder> builders() {
    return builders.stream().<RouteBuilder>map(Supplier::get).toList();
  }

  /** Returns the ids of the routes, without those that operators make of their templates. */
  public Set<String> routeIds() {
    return units.stream().filter(RouteUnit::isRoute).map(RouteUnit::id).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns what is in the builders, as if it were in files. */
  List<RouteUnit> units() {
    return units;
  }

  /** Returns whether a file of a unit or a problem is none of the folder's, but a builder's. */
  static boolean isCore(String file) {
    return file.startsWith(PREFIX);
  }

  private static List<RouteUnit> units(RouteBuilder builder) {
    String file = PREFIX + builder.getClass().getSimpleName();
    List<RouteUnit> units = new ArrayList<>();
    // in the same order as Camel: templates, then routes
    try (DefaultCamelContext context = new ServiceCamelContext()) {
      context.disableJMX();
      builder.configureRoutes(context);
      for (RouteTemplateDefinition template : builder.getRouteTemplateCollection().getRouteTemplates()) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
          String value = parameter.getDefaultValue();
          parameters.put(parameter.getName(), value != null || parameter.isRequired() ? value : "");
        }
        units.add(new Reader(file).unit(Kind.TEMPLATE, template.getId(), template.getDescriptionText(), parameters, template.getRoute()));
      }
      for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
        if (!route.hasCustomIdAssigned()) {
          throw new IllegalStateException("a route of " + builder.getClass().getName() + " has no id; call routeId(…) in it");
        }
        units.add(new Reader(file).unit(Kind.ROUTE, route.getRouteId(), route.getDescriptionText(), Map.of(), route));
      }
    } catch (Exception e) {
      throw new IllegalStateException("the routes of " + builder.getClass().getName() + " cannot be built: " + e.getMessage(), e);
    }
    return units;
  }

  /** Reads one route or template out of Camel's model. */
  private static final class Reader {
    private final String file;
    private final List<EndpointUse> calls = new ArrayList<>();
    private final List<BeanUse> beans = new ArrayList<>();
    private final List<Reference> ids = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    Reader(String file) {
      this.file = file;
    }

    RouteUnit unit(Kind kind, String id, String description, Map<String, String> parameters, RouteDefinition route) {
      visit(route.getOutputs(), 0);
      List<Reference> configurations = route.getRouteConfigurationId() == null
          ? List.of()
          : Arrays.stream(route.getRouteConfigurationId().split(",")).map(name -> new Reference(name.strip(), 1)).toList();
      Reference startupOrder = route.getStartupOrder() == null ? null : new Reference(String.valueOf(route.getStartupOrder()), 1);
      return new RouteUnit(file, kind, kind == Kind.TEMPLATE ? "routeTemplate" : "route", id, 1, description, null, parameters, endpoint(route.getInput().getEndpointUri()), List.copyOf(calls),
          List.copyOf(beans), configurations, List.copyOf(ids), startupOrder, "false".equals(route.getAutoStartup()), List.copyOf(steps));
    }

    private void visit(List<ProcessorDefinition<?>> outputs, int depth) {
      for (ProcessorDefinition<?> step : outputs) {
        String subject = subject(step);
        steps.add("  ".repeat(depth) + (step.getShortName() + " " + subject).strip());
        if (step.hasCustomIdAssigned()) {
          ids.add(new Reference(step.getId(), 1));
        }
        visit(step.getOutputs(), depth + 1);
      }
    }

    private String subject(ProcessorDefinition<?> step) {
      if (step instanceof BeanDefinition bean && bean.getRef() != null) {
        String name = bean.getRef().replaceFirst("^(#bean:|#)", "");
        beans.add(new BeanUse(name, 1, bean.getMethod(), 1, List.of()));
        return name + (bean.getMethod() == null ? "" : "." + bean.getMethod().replaceAll("\\(.*", ""));
      }
      String uri = step instanceof SendDefinition<?> send ? send.getEndpointUri()
          : step instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
          : step instanceof ExpressionNode node && ENRICHERS.contains(step.getShortName()) ? node.getExpression().getExpression() : null;
      if (uri != null) {
        EndpointUse use = endpoint(uri);
        calls.add(use);
        return use.uri();
      }
      return step.hasCustomIdAssigned() ? step.getId() : "";
    }

    private static EndpointUse endpoint(String uri) {
      // Camel writes direct:x as direct://x into its model
      return new EndpointUse(CallGraph.normal(uri.split("\\?", 2)[0]), 1, List.of(), uri.contains("${"), List.of());
    }
  }
}
