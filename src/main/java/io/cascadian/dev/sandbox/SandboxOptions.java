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

  /** Creates options without resets of connections. */
  public SandboxOptions(int port, Clock clock, String apiKey) {
    this(port, clock, apiKey, false);
  }

  /** Returns options with any free port, the system's clock, no key, and no resets of connections. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(0, Clock.systemUTC(), null);
  }

  /** Returns a copy with connections that faults may reset. */
  public SandboxOptions withBreakableConnections() {
    return new SandboxOptions(port, clock, apiKey, true);
  }
}
