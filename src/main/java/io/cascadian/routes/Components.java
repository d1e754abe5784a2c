package io.cascadian.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Describes the available components and their options: Camel's by its catalogue, others by the description in their own jar.
 */
final class Components {

  private static final String LISTS = "META-INF/services/org/apache/camel/component.properties";
  private static final String SERVICES = "META-INF/services/org/apache/camel/component/";

  private final ClassLoader loader;
  private final DefaultCamelCatalog catalog = new DefaultCamelCatalog(true);
  private final Set<String> known = new TreeSet<>();

  /** @param loader of the program and its extensions */
  Components(ClassLoader loader) {
    this.loader = loader;
    catalog.findComponentNames().stream().filter(this::isHere).forEach(known::add);
    try {
      for (URL list : Collections.list(loader.getResources(LISTS))) {
        Stream.of(properties(list).getProperty("components", "").split("\\s+")).filter(name -> isHere(name) && known.add(name)).forEach(this::describe);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the components on the classpath cannot be listed", e);
    }
  }

  private static Properties properties(URL from) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = from.openStream()) {
      properties.load(in);
    }
    return properties;
  }

  DefaultCamelCatalog catalog() {
    return catalog;
  }

  /** Returns whether routes can use the component here. */
  boolean isHere(String scheme) {
    return !scheme.isBlank() && loader.getResource(SERVICES + scheme) != null;
  }

  /** Returns whether Camel has such a component, here or elsewhere. */
  boolean isOfCamel(String scheme) {
    return catalog.findComponentNames().contains(scheme);
  }

  /** Returns the names of those that are here, as far as they can be listed. */
  Set<String> names() {
    return Set.copyOf(known);
  }

  /** Returns what is known of the options of a component that is here; empty for one that does not describe itself. */
  Optional<ComponentModel> model(String scheme) {
    if (!isOfCamel(scheme)) {
      describe(scheme);
    }
    return Optional.ofNullable(catalog.componentModel(scheme));
  }

  /** A component's own jar has its options beside its class, as Camel's build writes them. */
  private synchronized void describe(String scheme) {
    try {
      URL service = loader.getResource(SERVICES + scheme);
      if (service == null || catalog.findComponentNames().contains(scheme)) {
        return;
      }
      String type = properties(service).getProperty("class", "");
      URL json = loader.getResource("META-INF/" + type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/') + scheme + ".json");
      if (json != null) {
        try (InputStream in = json.openStream()) {
          catalog.addComponent(scheme, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
          known.add(scheme);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the component " + scheme + " cannot be read", e);
    }
  }
}
