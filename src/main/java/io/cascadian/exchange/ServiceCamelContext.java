package io.cascadian.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.LoggingLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.Registry;

/**
 * Starts like any context of Camel, but shares with the other contexts of this process what Camel finds out about its own libraries.
 *
 * <p>Validating an edit builds all routes in a context of its own, in which Camel searches all libraries for some hundred factories: without
 * sharing, that and comparing endpoints of routes that do not exist take a third of the validation.
 */
public class ServiceCamelContext extends DefaultCamelContext {

  /** Contents of Camel's descriptions of its factories by class loader and name; empty where there is none. The libraries of a loader do not change. */
  private static final Map<ClassLoader, Map<String, Optional<byte[]>>> FACTORIES = new WeakHashMap<>();

  public ServiceCamelContext() {}

  /** @param registry that the context uses and its creator fills, before the context is built */
  public ServiceCamelContext(Registry registry) {
    super(false);
    getCamelContextExtension().setRegistry(registry);
  }

  @Override
  protected ClassResolver createClassResolver() {
    return new Libraries();
  }

  /** Passes over a route that does not exist, for which Camel would first collect the endpoints of all others. */
  @Override
  protected boolean removeRoute(String routeId, LoggingLevel loggingLevel) throws Exception {
    return getRouteServices().containsKey(routeId) && super.removeRoute(routeId, loggingLevel);
  }

  private static Map<String, Optional<byte[]>> factories(ClassLoader loader) {
    synchronized (FACTORIES) {
      return FACTORIES.computeIfAbsent(loader, any -> new ConcurrentHashMap<>());
    }
  }

  /** Reads each description of a factory once. */
  private final class Libraries extends DefaultClassResolver {
    Libraries() {
      super(ServiceCamelContext.this);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
      if (!uri.startsWith(FactoryFinder.DEFAULT_PATH)) {
        return super.loadResourceAsStream(uri);
      }
      ClassLoader own = getApplicationContextClassLoader();
      ClassLoader loader = own == null ? ServiceCamelContext.class.getClassLoader() : own;
      return factories(loader).computeIfAbsent(uri, any -> read(loader, uri)).map(ByteArrayInputStream::new).orElse(null);
    }

    private static Optional<byte[]> read(ClassLoader loader, String uri) {
      try (InputStream in = loader.getResourceAsStream(uri)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("a library of the program cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
