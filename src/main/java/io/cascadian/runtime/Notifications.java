package io.cascadian.runtime;

import io.cascadian.http.CallObserver;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.settings.Settings;
import java.net.URI;
import java.util.Map;

/** Gives the route {@code notify} its HTTP client, which alone knows the address, and tells it whether there is one. */
final class Notifications implements AutoCloseable {

  private final OutboundHttpClient client;

  Notifications(Settings settings) {
    client = OutboundHttpClient.to(settings.optional(ServiceSettings.NOTIFY_URL).map(URI::create), "NOTIFY_URL is not set", HttpLimits.usual(), CallObserver.NONE);
  }

  /** What routes call by name. */
  Map<String, Object> beans() {
    return Map.of("notifyHttpClient", client);
  }

  /** Values of placeholders in the route. */
  static Map<String, String> placeholders(Settings settings) {
    return Map.of("notify.enabled", Boolean.toString(settings.optional(ServiceSettings.NOTIFY_URL).isPresent()));
  }

  @Override
  public void close() {
    client.close();
  }
}
