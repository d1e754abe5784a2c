package io.cascadian.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.DefaultCamelCatalog;

/**
 * Finds the components on the classpath and their options: Camel's own by its catalogue, others by the description beside their class, as Camel's
 * tooling does.
 */
final class ComponentCatalog {

  private static final String LISTS = "META-INF/services/org/apache/camel/component.properties";
  private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";

  private final DefaultCamelCatalog catalog = new DefaultCamelCatalog(true);
  private final ClassLoader loader = CamelContext.class.getClassLoader();
  private final Set<String> names = new TreeSet<>();

  ComponentCatalog() {
    catalog.findComponentNames().stream().filter(name -> loader.getResource(COMPONENTS + name) != null).forEach(names::add);
    try {
      for (URL list : Collections.list(loader.getResources(LISTS))) {
        for (String name : properties(list).getProperty("components", "").split("\\s+")) {
          if (!name.isBlank() && names.add(name)) {
            describe(name);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the components on the classpath cannot be listed", e);
    }
  }

  /** A component without a description may be used, with any options. */
  private void describe(String name) throws IOException {
    URL entry = loader.getResource(COMPONENTS + name);
    if (entry == null) {
      return;
    }
    String type = properties(entry).getProperty("class");
    String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
    try (InputStream description = loader.getResourceAsStream("META-INF/" + folder + "/" + name + ".json")) {
      if (description != null) {
        catalog.addComponent(name, type, new String(description.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  private static Properties properties(URL from) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = from.openStream()) {
      properties.load(in);
    }
    return properties;
  }

  /** Returns the names of the components that routes can use. */
  Set<String> names() {
    return names;
  }

  /** Returns Camel's catalogue with the descriptions of all of them. */
  DefaultCamelCatalog catalog() {
    return catalog;
  }
}
