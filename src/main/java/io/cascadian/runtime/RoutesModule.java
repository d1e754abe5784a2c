package io.cascadian.runtime;

import io.cascadian.api.RoutesApi;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.settings.SettingGroup;
import java.util.List;

/** Wires the routes folder: its settings, its API, and the metric of rejected edits. */
final class RoutesModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(RouteSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.bean("routesApi", RoutesApi.class, on -> new RoutesApi(on.get(RouteDeployment.class)::status));
    to.gauge("cascadian.route.edits.rejected", "", "Route files with a problem, because of which the folder's last edit is not in force",
        on -> on.get(RouteDeployment.class)::rejected);
  }
}
