package io.cascadian.runtime;

import io.cascadian.api.PortChoice;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the settings of the HTTP API.
 *
 * @param portIsGiven whether the port is set explicitly
 * @param token bearer token of requests that change something; empty when the server listens on loopback only
 */
public record HttpSettings(String host, int port, boolean portIsGiven, Optional<String> token) {

  public static final SettingGroup GROUP = new SettingGroup("HTTP");

  public static final Setting HTTP_HOST = GROUP.add("HTTP_HOST", Form.TEXT, "127.0.0.1",
      "address the HTTP server listens on; anything but loopback needs API_TOKEN");
  public static final Setting HTTP_PORT = GROUP.add("HTTP_PORT", Form.PORT, "8080",
      "port of the HTTP server; when it is not set and 8080 is taken, a free one is used");
  public static final Setting API_TOKEN = GROUP.add("API_TOKEN", Form.SECRET, "",
      "bearer token for requests that change something, 16 characters or more unless HTTP_HOST is loopback; without it only loopback callers may change something");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
  /** 16 random hex digits have 64 bits, which cannot be guessed over a network. */
  private static final int SHORTEST_TOKEN = 16;

  static {
    GROUP.rule(HttpSettings::tokenBeyondLoopback);
  }

  static HttpSettings of(Settings settings) {
    return new HttpSettings(settings.text(HTTP_HOST), (int) settings.number(HTTP_PORT), settings.isGiven(HTTP_PORT), settings.optional(API_TOKEN));
  }

  /** Returns the port to listen on: the configured one; without one the default, or another if that is in use. */
  PortChoice portChoice() {
    return new PortChoice(port, !portIsGiven);
  }

  private static void tokenBeyondLoopback(Settings settings, List<String> problems) {
    if (LOOPBACK.contains(settings.text(HTTP_HOST))) {
      return;
    }
    int token = settings.text(API_TOKEN).length();
    if (token == 0) {
      problems.add("API_TOKEN is required when HTTP_HOST is not a loopback address: without it every host could start runs");
    } else if (token < SHORTEST_TOKEN) {
      problems.add("API_TOKEN has " + token + " characters; at least " + SHORTEST_TOKEN + " are needed when HTTP_HOST is not a loopback address, "
          + "or it could be guessed. Create one with: openssl rand -hex 24");
    }
  }
}
