package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.ApiServerFactory;
import io.cascadian.api.Contract;
import io.cascadian.api.GuardedOperations;
import io.cascadian.api.PublicText;
import io.cascadian.api.WalletApi;
import io.cascadian.ledger.WalletPnls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;

/** What the HTTP interface needs beside the rooms' own parts: the server, the contract, and what answers must not tell. */
final class HttpInterface {

  private static final Pattern AUTHORITY = Pattern.compile("://(?:[^/]*@)?([^/?#@]+)");

  private HttpInterface() {}

  /** Beans for Camel and its routes. */
  static Map<String, Object> beans(Settings settings, Stores stores) {
    PublicText text = new PublicText(hidden(settings));
    Contract contract = new Contract();
    return Map.of(
        "publicText", text,
        "httpServerFactory", new ApiServerFactory(text, !settings.optional(Setting.API_TOKEN).orElse("").isEmpty(), contract),
        "contract", contract,
        "walletApi", new WalletApi(new WalletPnls(stores.interactiveClickHouse(), stores.postgres())));
  }

  /** Camel's component for contracts, which lets only those requests through that may, see {@link GuardedOperations}. */
  static RestOpenApiComponent operations(Api api, CamelContext context) {
    RestOpenApiComponent component = new RestOpenApiComponent();
    GuardedOperations operations = new GuardedOperations(api);
    // the component gives it to its own only
    operations.setCamelContext(context);
    component.setRestOpenapiProcessorStrategy(operations);
    return component;
  }

  /** Hosts and folders of this installation; secrets are masked everywhere. */
  static Set<String> hidden(Settings settings) {
    Set<String> hidden = new LinkedHashSet<>();
    for (Setting setting : Setting.values()) {
      settings.optional(setting).ifPresent(value -> {
        Matcher authority = AUTHORITY.matcher(value);
        if (authority.find()) {
          // a Postgres URL may name several
          for (String host : authority.group(1).split(",")) {
            hidden.add(host.replaceFirst(":\\d*$", ""));
          }
        }
        if (value.startsWith("/")) {
          hidden.add(value);
        }
      });
    }
    hidden.add(settings.path(Setting.DATA_DIR).toAbsolutePath().toString());
    hidden.add(Path.of("").toAbsolutePath().toString());
    if (System.getProperty("user.home", "").startsWith("/")) {
      hidden.add(System.getProperty("user.home"));
    }
    try {
      hidden.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // then nobody can name it either
      hidden.remove("");
    }
    // no secret, and a word of many sentences
    hidden.remove("localhost");
    return hidden;
  }
}
