package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.ApiServerFactory;
import io.cascadian.api.Contract;
import io.cascadian.api.GuardedOperations;
import io.cascadian.api.PublicText;
import io.cascadian.api.RequestIds;
import io.cascadian.health.Health;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredRoute;
import io.cascadian.module.RouteRule;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.support.PluginHelper;

/** Wires the HTTP API: the server, the contract, the token, and the names that responses must not reveal. */
final class HttpModule implements Module {

  private static final Pattern AUTHORITY = Pattern.compile("://(?:[^/]*@)?([^/?#@]+)");

  @Override
  public List<SettingGroup> settings() {
    return List.of(HttpSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(HttpSettings.class, HttpSettings::of);
    to.partAndBean("publicText", PublicText.class, on -> new PublicText(hidden(on.get(Settings.class))));
    to.partAndBean("contract", Contract.class, on -> new Contract());
    to.partAndBean("httpServerFactory", ApiServerFactory.class, on -> new ApiServerFactory(
        on.get(HttpSettings.class).portChoice(), on.get(PublicText.class), on.get(HttpSettings.class).token().isPresent(), on.get(Contract.class)));
    to.partAndBean("api", Api.class, on -> new Api(on.get(Health.class), RunsModule.interactiveRunStore(on), on.get(HttpSettings.class).token()));
    // below /observe and /q Camel's server answers by itself
    to.add(new RouteRule((rules, settings) -> rules.withHttp("api.authorize", Contract.SPECIFICATION, List.of("/observe", "/q"))));
    to.add(new RequiredRoute("api", "without it no request of the contract is answered"));
    to.beforeRoutes((on, camel) -> {
      camel.addRoutePolicyFactory(new RequestIds());
      // created early, so that the server registers each operation; otherwise it registers one path for all, and its errors are not problem documents
      PluginHelper.getRestRegistry(camel);
      camel.addComponent("rest-openapi", operations(on.get(Api.class), camel));
    });
  }

  /** Returns Camel's component for contracts, with {@link GuardedOperations} as its access check. */
  private static RestOpenApiComponent operations(Api api, CamelContext context) {
    RestOpenApiComponent component = new RestOpenApiComponent();
    GuardedOperations operations = new GuardedOperations(api);
    // the component sets it on its default strategy only
    operations.setCamelContext(context);
    component.setRestOpenapiProcessorStrategy(operations);
    return component;
  }

  /** Returns the hosts and folders of this installation; secrets are masked elsewhere. */
  static Set<String> hidden(Settings settings) {
    Set<String> hidden = new LinkedHashSet<>();
    for (Setting setting : settings.known()) {
      settings.optional(setting).ifPresent(value -> {
        Matcher authority = AUTHORITY.matcher(value);
        if (authority.find()) {
          // a Postgres URL may name several hosts
          for (String host : authority.group(1).split(",")) {
            hidden.add(host.replaceFirst(":\\d*$", ""));
          }
        }
        if (value.startsWith("/")) {
          hidden.add(value);
        }
      });
    }
    hidden.add(settings.path(StoreSettings.DATA_DIR).toAbsolutePath().toString());
    hidden.add(Path.of("").toAbsolutePath().toString());
    if (System.getProperty("user.home", "").startsWith("/")) {
      hidden.add(System.getProperty("user.home"));
    }
    try {
      hidden.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // a host without a resolvable name is in no message either
      hidden.remove("");
    }
    // not a secret, and part of many messages
    hidden.remove("localhost");
    return hidden;
  }
}
