package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Holds the configured address of the HTTP server.
 *
 * @param port identifies the server in Camel; the port that it listens on is known once it listens
 */
record HttpAddress(String host, int port) {

  /** Options of Camel that are set by the settings, each with what to write instead. */
  static final Map<String, String> DECIDED = Map.ofEntries(
      Map.entry("camel.server.enabled", "remove the line: a service has the server, a single run has none"),
      Map.entry("camel.server.host", "write http.host instead"),
      Map.entry("camel.server.port", "write http.port instead"),
      Map.entry("camel.management.enabled", "remove the line: it is enabled on the same server"),
      Map.entry("camel.management.host", "write http.host instead"),
      Map.entry("camel.management.port", "write http.port instead"),
      Map.entry("camel.management.healthCheckEnabled", "remove the line: it is enabled"),
      Map.entry("camel.management.metricsEnabled", "remove the line: they are enabled"),
      Map.entry("camel.metrics.enabled", "remove the line: they are enabled"),
      Map.entry("camel.health.exposureLevel", "remove the line: it is full"),
      Map.entry("camel.rest.inlineRoutes", "remove the line: routes called by rest definitions stay editable"),
      Map.entry("camel.main.routesIncludePattern", "write routes.dir instead"),
      Map.entry("camel.main.routesReloadEnabled", "write routes.reload instead"));

  /** Stands for any port: Camel needs the same number for the server of the routes and that of health and metrics. */
  private static final int ANY = 1;

  /**
   * Returns the configured address.
   *
   * @throws SettingsException when the configured port is in use, before anything is opened
   */
  static HttpAddress of(Settings settings) {
    String host = settings.text(HttpSettings.HTTP_HOST);
    int port = (int) settings.number(HttpSettings.HTTP_PORT);
    if (port != 0 && settings.isGiven(HttpSettings.HTTP_PORT) && !isFree(host, port)) {
      throw new SettingsException(List.of("HTTP_PORT: port " + port + " of " + host + " is in use by another program; set another port, or 0 for any free one"));
    }
    return new HttpAddress(host, port == 0 ? ANY : port);
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns its URL with the port that the server listens on. */
  String url(int listening) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening;
  }

  /** Sets Camel's options for one server with the paths of routes, health and metrics. */
  void configure(Properties properties) {
    properties.setProperty("camel.server.enabled", "true");
    properties.setProperty("camel.server.host", host);
    properties.setProperty("camel.server.port", Integer.toString(port));
    properties.setProperty("camel.management.enabled", "true");
    properties.setProperty("camel.management.host", host);
    properties.setProperty("camel.management.port", Integer.toString(port));
    properties.setProperty("camel.management.healthCheckEnabled", "true");
    properties.setProperty("camel.management.metricsEnabled", "true");
    properties.setProperty("camel.metrics.enabled", "true");
    properties.setProperty("camel.health.exposureLevel", "full");
  }
}
