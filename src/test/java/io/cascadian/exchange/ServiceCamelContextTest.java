package io.cascadian.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCamelContextTest {

  private static final String OWN = "META-INF/services/org/apache/camel/component/own";

  @TempDir
  private Path extension;

  @Test
  void factoryOfExtension_isKnownWithItsLoaderOnly() throws Exception {
    Path file = extension.resolve(OWN);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "class=" + DirectComponent.class.getName() + "\n");
    try (ServiceCamelContext without = new ServiceCamelContext(); ServiceCamelContext with = new ServiceCamelContext();
        Loader loader = new Loader(extension.toUri().toURL())) {
      with.setApplicationContextClassLoader(loader);
      assertThat(without.hasComponent("own")).isNull();
      assertThat(without.getComponent("own", true, false)).isNull();
      assertThat(with.getComponent("own", true, false)).isInstanceOf(DirectComponent.class);
    }
  }

  @Test
  void factory_isSearchedOnceForAllContexts() throws Exception {
    try (Loader loader = new Loader(extension.toUri().toURL())) {
      for (int i = 0; i < 3; i++) {
        try (ServiceCamelContext context = new ServiceCamelContext()) {
          context.setApplicationContextClassLoader(loader);
          assertThat(context.getComponent("direct", true, false)).isInstanceOf(DirectComponent.class);
          assertThat(context.getComponent("missing", true, false)).isNull();
        }
      }
      assertThat(loader.searched).containsOnlyOnce("META-INF/services/org/apache/camel/component/direct", "META-INF/services/org/apache/camel/component/missing");
    }
  }

  @Test
  void removedRoute_isGone_missingOneIsPassedOver() throws Exception {
    try (ServiceCamelContext context = new ServiceCamelContext()) {
      context.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:one").routeId("one").to("mock:one");
          from("direct:two").routeId("two").to("mock:two");
        }
      });
      context.start();
      context.getRouteController().stopRoute("one");
      assertThat(context.removeRoute("none")).isFalse();
      assertThat(context.removeRoute("one")).isTrue();
      assertThat(context.getRoutes()).singleElement().extracting(route -> route.getRouteId()).isEqualTo("two");
    }
  }

  /** Notes what is searched in the libraries. */
  private static final class Loader extends URLClassLoader {
    private final List<String> searched = new ArrayList<>();

    Loader(URL url) {
      super(new URL[] {url}, ServiceCamelContextTest.class.getClassLoader());
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      searched.add(name);
      return super.getResourceAsStream(name);
    }
  }
}
