package io.cascadian.runtime;

import io.cascadian.http.CallObserver;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.module.Components;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Wires notifications of ended runs: the HTTP client with the secret URL. */
final class NotifyModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(ServiceSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.resource(OutboundHttpClient.class, NotifyModule::client);
    to.bean("notifyHttpClient", OutboundHttpClient.class);
    to.placeholders((settings, components) -> Map.of("notify.enabled", Boolean.toString(settings.optional(ServiceSettings.NOTIFY_URL).isPresent())));
  }

  private static OutboundHttpClient client(Components on) {
    return OutboundHttpClient.to(on.get(Settings.class).optional(ServiceSettings.NOTIFY_URL).map(URI::create), "NOTIFY_URL is not set",
        HttpLimits.usual(), CallObserver.NONE);
  }
}
