package io.cascadian.routes;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Loads files into a Camel as it loads them at its start: the configurations of all, then the routes and templates of all, then what is made of
 * templates. So files may refer to one another in any direction.
 *
 * <p>A file that fails in one step is left out of the next ones.
 */
final class RouteLoading {

  private final ModelCamelContext context;
  private final Map<String, Collection<RoutesBuilder>> builders = new LinkedHashMap<>();
  private final Map<String, Throwable> failures = new LinkedHashMap<>();

  private RouteLoading(ModelCamelContext context) {
    this.context = context;
  }

  /** Returns what a file of the folder is to Camel. */
  static Resource resource(String name, String text) {
    return ResourceHelper.fromString(name, text);
  }

  /** Loads the files in this order; returns why, for each that failed. */
  static Map<String, Throwable> load(ModelCamelContext context, List<RouteFile> files) {
    if (context.getRegistry().findByType(RouteFileScope.class).isEmpty()) {
      context.getRegistry().bind("routeFileScope", new RouteFileScope());
    }
    RouteLoading loading = new RouteLoading(context);
    for (RouteFile file : files) {
      loading.attempt(file.name(), () -> loading.builders.put(file.name(),
          PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource(file.name(), file.text()))));
    }
    loading.each(builder -> {
      if (builder instanceof RouteConfigurationsBuilder configurations) {
        context.addRoutesConfigurations(configurations);
      }
    });
    loading.each(context::addRoutes);
    loading.each(context::addTemplatedRoutes);
    return loading.failures;
  }

  private void each(Step<RoutesBuilder> step) {
    builders.forEach((file, all) -> {
      for (RoutesBuilder builder : all) {
        if (!failures.containsKey(file)) {
          attempt(file, () -> step.take(builder));
        }
      }
    });
  }

  /** An Error as well: the other files are to be loaded all the same. */
  private void attempt(String file, Attempt attempt) {
    try {
      attempt.make();
    } catch (Throwable e) {
      failures.put(file, e);
    }
  }

  private interface Attempt {
    void make() throws Exception;
  }

  private interface Step<T> {
    void take(T builder) throws Exception;
  }
}
