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
 * Holds where the HTTP server is to listen.
 *
 * @param port names the server in Camel; on which one it listens is known when it does
 */
record HttpAddress(String host, int port) {

  /** Options of Camel that the settings decide, and what to write instead of each. */
  static final Map<String, String> DECIDED = Map.ofEntries(
      Map.entry("camel.server.enabled", "take the line out: a service has the server, a single run has none"),
      Map.entry("camel.server.host", "write http.host instead"),
      Map.entry("camel.server.port", "write http.port instead"),
      Map.entry("camel.management.enabled", "take the line out: it is enabled on the same server"),
      Map.entry("camel.management.host", "write http.host instead"),
      Map.entry("camel.management.port", "write http.port instead"),
      Map.entry("camel.management.healthCheckEnabled", "take the line out: it is enabled"),
      Map.entry("camel.management.metricsEnabled", "take the line out: they are enabled"),
      Map.entry("camel.metrics.enabled", "take the line out: they are enabled"),
      Map.entry("camel.health.exposureLevel", "take the line out: it is full"),
      Map.entry("camel.rest.inlineRoutes", "take the line out: routes that a rest calls stay routes that can be edited"),
      Map.entry("camel.main.routesIncludePattern", "write routes.dir instead"),
      Map.entry("camel.main.routesReloadEnabled", "write routes.reload instead"));

  /** In the place of "any port": Camel must have the same number for the routes' paths and for health and metrics. */
  private static final int ANY = 1;

  /**
   * Returns the configured address.
   *
   * @throws SettingsException when a port was chosen that is taken, before anything is opened
   */
  static HttpAddress of(Settings settings) {
    String host = settings.text(HttpSettings.HTTP_HOST);
    int port = (int) settings.number(HttpSettings.HTTP_PORT);
    if (port != 0 && settings.isGiven(HttpSettings.HTTP_PORT) && !isFree(host, port)) {
      throw new SettingsException(List.of("HTTP_PORT: port " + port + " of " + host + " is taken by another program; name another, or 0 for any"));
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

  /** Camel's settings for one server with the routes' paths, health and metrics. */
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
