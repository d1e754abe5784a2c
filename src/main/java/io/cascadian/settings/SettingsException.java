package io.cascadian.settings;

import io.cascadian.errors.UserFacing;
import java.util.List;

/** Reports settings that are invalid or missing; the message has a line for each, naming it. */
public final class SettingsException extends RuntimeException implements UserFacing {

  private final List<String> problems;

  public SettingsException(List<String> problems) {
    super("The settings are not usable:\n  - " + String.join("\n  - ", problems)
        + "\nThey are read from the environment, .env and application.properties; .env.example documents each.");
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
