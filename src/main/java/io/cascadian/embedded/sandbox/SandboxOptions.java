package io.cascadian.embedded.sandbox;

import java.time.Clock;

/**
 * How is the sandbox to behave?
 *
 * @param port 0 for any free one
 * @param clock by which the chain's head advances; a fixed one freezes it
 * @param apiKey bearer key that the private endpoints ask for; null for none
 */
public record SandboxOptions(int port, Clock clock, String apiKey) {

  /** Any free port, the system's clock, no key. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(0, Clock.systemUTC(), null);
  }
}
