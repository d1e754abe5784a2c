package io.cascadian.runtime;

import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the source routes alone, for commands that query a source without the service. */
final class SourceRoutes {

  private SourceRoutes() {}

  /**
   * Starts the source routes with the rate limit of an external source.
   *
   * @throws Exception when a file is missing or invalid; the message names it
   */
  static StandaloneRoutes start(Settings settings, SourceClients clients) throws Exception {
    Map<String, String> properties = new HashMap<>(RouteDeployment.properties(settings, Modules.contributions()));
    Path folder = RouteDeployment.folder(settings).path();
    return StandaloneRoutes.start(StandaloneRoutes.ofSources(folder), List.of(), clients.beans(), properties);
  }
}
