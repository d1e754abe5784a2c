package io.cascadian.dev.sandbox;

import java.time.Clock;

/**
 * Configures the sandbox server.
 *
 * @param port 0 for any free one
 * @param clock by which the chain's head advances; a fixed one freezes it
 * @param apiKey bearer key that the private endpoints ask for; null for none
 * @param breakable whether faults may reset connections; every byte then takes one hop more
 */
public record SandboxOptions(int port, Clock clock, String apiKey, boolean breakable) {

  /** Without resets of connections. */
  public SandboxOptions(int port, Clock clock, String apiKey) {
    this(port, clock, apiKey, false);
  }

  /** Any free port, the system's clock, no key, no resets of connections. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(0, Clock.systemUTC(), null);
  }

  /** The same with connections that faults may reset. */
  public SandboxOptions withBreakableConnections() {
    return new SandboxOptions(port, clock, apiKey, true);
  }
}
