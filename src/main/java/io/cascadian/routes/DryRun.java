package io.cascadian.routes;

import io.cascadian.exchange.ServiceCamelContext;
import io.cascadian.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.TypedLanguageSupport;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Builds all routes in a Camel of its own, in which no route is ever started, no message is sent and no bean is called: finds what only
 * Camel itself can find, such as an expression that cannot be parsed.
 */
final class DryRun {

  private static final Pattern LINE = Pattern.compile("(?:line |:)(\\d+)");

  private final List<RouteFile> files;
  /** Those of the program itself included. */
  private final List<RouteUnit> units;
  private final CallGraph graph;
  private final RouteEnvironment environment;
  private final List<RouteProblem> problems = new ArrayList<>();
  private final List<RouteProblem> warnings = new ArrayList<>();

  DryRun(List<RouteFile> files, List<RouteUnit> units, CallGraph graph, RouteEnvironment environment) {
    this.files = files;
    this.units = units;
    this.graph = graph;
    this.environment = environment;
  }

  /** Builds them, and asks what can be built for what the service relies on. */
  DryRun run() {
    try (DefaultCamelContext context = context()) {
      for (RouteBuilder core : environment.core().builders()) {
        context.addRoutes(core);
      }
      RouteLoading.load(context, BuildOrder.inOrder(files, units)).forEach((file, failure) -> add(file, null, failure));
      build(context);
    } catch (Exception e) {
      throw new IllegalStateException("routes cannot be tried: " + e.getMessage(), e);
    }
    return this;
  }

  List<RouteProblem> problems() {
    return problems;
  }

  /** Returns what is valid and probably a mistake. */
  List<RouteProblem> warnings() {
    return warnings;
  }

  private DefaultCamelContext context() {
    DefaultCamelContext context = new ServiceCamelContext();
    context.getCamelContextExtension().setName("routes-dry-run");
    context.disableJMX();
    context.setApplicationContextClassLoader(environment.loader());
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    // for problems that are found in what was built
    context.setSourceLocationEnabled(true);
    context.addComponent("quartz", new NoSchedule());
    Properties properties = new Properties();
    properties.putAll(environment.properties());
    PropertiesComponent placeholders = (PropertiesComponent) context.getPropertiesComponent();
    placeholders.setInitialProperties(properties);
    placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
    environment.beans().forEach((name, type) -> context.getRegistry().bind(name, StubBeans.of(type)));
    // as the service has it
    context.getRestConfiguration().setInlineRoutes(false);
    context.getRegistry().bind("bean-language", new UncalledBeans());
    context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new NoServer());
    context.getCamelContextExtension().addContextPlugin(BeanProcessorFactory.class, new UncalledSteps());
    return context;
  }

  /** One route after the other, so that each failure is reported with its route. */
  private void build(DefaultCamelContext context) throws Exception {
    ModelCamelContext model = context;
    List<RouteDefinition> routes = List.copyOf(model.getRouteDefinitions());
    for (RouteDefinition route : routes) {
      model.removeRouteDefinition(route);
    }
    context.start();
    Set<String> switchedOff = new HashSet<>();
    for (RouteDefinition route : routes) {
      if (route.getAutoStartup() != null && "false".equals(context.resolvePropertyPlaceholders(route.getAutoStartup()))) {
        switchedOff.add(route.getRouteId());
      }
      route.setAutoStartup("false");
      List<ProcessorDefinition<?>> interceptors = route.getOutputs().stream()
          .filter(node -> node instanceof InterceptDefinition || node instanceof InterceptSendToEndpointDefinition).toList();
      try {
        model.addRouteDefinition(route);
        // Camel takes those that it knows already out of a route that is added again
        List<ProcessorDefinition<?>> lost = interceptors.stream().filter(node -> !route.getOutputs().contains(node)).toList();
        route.getOutputs().addAll(0, lost);
      } catch (Exception e) {
        RouteUnit unit = units.stream().filter(u -> u.isRoute() && route.getRouteId().equals(u.id())).findFirst().orElse(units.get(0));
        add(unit.file(), unit, e);
      }
    }
    for (RouteUnit unit : units) {
      boolean isWritten = (unit.kind() == Kind.ROUTE || unit.kind() == Kind.TEMPLATED) && !CoreRoutes.isCore(unit.file());
      if (problems.isEmpty() && isWritten && model.getRouteDefinition(unit.id()) == null) {
        problems.add(new RouteProblem(unit.file(), unit.line(), "Camel leaves the route '" + unit.id() + "' out, as by a 'precondition' that is not met",
            "write 'autoStartup: false' below its id to switch it off, or take it out of the file"));
      }
    }
    if (problems.isEmpty()) {
      RouteFlows flows = new RouteFlows(context, model.getRouteDefinitions(), units, switchedOff, environment);
      FlowCheck check = new FlowCheck(graph, flows, environment);
      problems.addAll(check.problems());
      warnings.addAll(check.warnings());
    }
  }

  private void add(String file, RouteUnit unit, Throwable failure) {
    Throwable cause = failure;
    int line = unit == null ? 1 : unit.line();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      cause = t;
      if (t instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
        line = marked.getProblemMark().get().getLine() + 1;
        break;
      }
      if (t instanceof ExpressionIllegalSyntaxException expression && expression.getExpression() != null) {
        line = lineOf(file, expression.getExpression(), line);
      }
      Matcher matcher = LINE.matcher(String.valueOf(t.getMessage()));
      if (t.getMessage() != null && t.getMessage().contains(file + ":") && matcher.find(t.getMessage().indexOf(file + ":"))) {
        line = Integer.parseInt(matcher.group(1));
      }
    }
    String message = cause instanceof MarkedYamlEngineException marked ? marked.getProblem() : cause.getMessage();
    String first = String.valueOf(message).lines().filter(l -> !l.isBlank()).findFirst().orElse(cause.getClass().getSimpleName());
    problems.add(new RouteProblem(file, line, "Camel cannot build it: " + first.strip(),
        unit == null || unit.kind() == Kind.CONFIGURATION ? "correct this file" : "correct the route " + unit.id()));
  }

  private int lineOf(String name, String part, int otherwise) {
    List<String> lines = files.stream().filter(f -> f.name().equals(name)).flatMap(f -> f.text().lines()).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!part.isBlank() && lines.get(i).contains(part.strip().lines().findFirst().orElse(part))) {
        return i + 1;
      }
    }
    return otherwise;
  }

  /** Creates bean processors that are never called. Whether bean and method exist is asked before. */
  private static final class UncalledSteps implements BeanProcessorFactory {
    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, java.lang.reflect.Method method) {
      return exchange -> { };
    }

    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, String beanType, Class<?> beanClass, String ref, String method,
        BeanScope scope) {
      return exchange -> { };
    }
  }

  /** Creates bean expressions that are never called. */
  private static final class UncalledBeans extends TypedLanguageSupport {
    @Override
    public Predicate createPredicate(String expression) {
      return exchange -> true;
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
      return createPredicate(expression);
    }

    @Override
    public Expression createExpression(String expression) {
      return ExpressionBuilder.constantExpression(true);
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
      return createExpression(expression);
    }
  }

  /** Replaces schedules, which would otherwise log when they fire. Their options are checked by the catalogue. */
  private static final class NoSchedule extends DefaultComponent {
    NoSchedule() {
      // by its name Camel would wire it as the real one
      setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
      parameters.clear();
      return new NoTime(uri, this);
    }
  }

  private static final class NoTime extends DefaultEndpoint {
    NoTime(String uri, NoSchedule component) {
      super(uri, component);
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException("nothing can be sent to a schedule");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }
  }
}
