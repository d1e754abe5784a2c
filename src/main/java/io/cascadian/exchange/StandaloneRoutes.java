package io.cascadian.exchange;

import io.cascadian.graphql.StreamingGraphqlComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Runs some of the route files in a Camel of their own, for what needs them without the whole service. Closing stops the routes. */
public final class StandaloneRoutes implements AutoCloseable {

  private final DefaultCamelContext context;
  private final RouteClient client = new RouteClient();

  private StandaloneRoutes(DefaultCamelContext context) {
    this.context = context;
  }

  /**
   * Lists the files that the routes of sources are in, below the folder of all routes.
   *
   * @throws IOException when the folder cannot be read
   */
  public static List<Path> ofSources(Path routes) throws IOException {
    try (Stream<Path> files = Files.walk(routes.resolve("sources"))) {
      return Stream.concat(Stream.of(routes.resolve("errors.camel.yaml")),
          files.filter(file -> file.getFileName().toString().endsWith(".camel.yaml")).sorted()).toList();
    }
  }

  /**
   * Builds and starts the routes.
   *
   * @param core routes in Java that the files need
   * @param beans what they call by name
   * @param properties values of their placeholders
   * @throws Exception when one of the files cannot be read, built or started
   */
  public static StandaloneRoutes start(List<Path> files, List<RoutesBuilder> core, Map<String, Object> beans, Map<String, String> properties)
      throws Exception {
    StandaloneRoutes routes = new StandaloneRoutes(new ServiceCamelContext());
    try {
      routes.load(files, core, beans, properties);
      return routes;
    } catch (Exception | Error e) {
      routes.close();
      throw e;
    }
  }

  private void load(List<Path> files, List<RoutesBuilder> core, Map<String, Object> beans, Map<String, String> properties) throws Exception {
    context.disableJMX();
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    context.getShutdownStrategy().setTimeout(1);
    Properties placeholders = new Properties();
    placeholders.putAll(properties);
    PropertiesComponent component = (PropertiesComponent) context.getPropertiesComponent();
    component.setInitialProperties(placeholders);
    component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
    context.addComponent(StreamingGraphqlComponent.NAME, new StreamingGraphqlComponent());
    beans.forEach(context.getRegistry()::bind);
    context.getManagementStrategy().addEventNotifier(new RetryLog());
    for (RoutesBuilder builder : core) {
      context.addRoutes(builder);
    }
    for (Path file : files) {
      Resource resource = PluginHelper.getResourceLoader(context).resolveResource("file:" + file);
      try {
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
      } catch (Exception e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }
    client.connect(context);
    context.start();
  }

  /** Sends exchanges to these routes. */
  public RouteClient client() {
    return client;
  }

  public DefaultCamelContext context() {
    return context;
  }

  @Override
  public void close() {
    client.close();
    context.stop();
  }
}
