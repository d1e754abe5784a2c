package io.cascadian.dev.cli;

import io.cascadian.cli.CommandContribution;
import java.util.List;

/** Adds the developer kit's commands to the command line. */
public final class DeveloperCommands implements CommandContribution {

  @Override
  public List<Class<?>> commands() {
    return List.of(DemoCommand.class, SandboxCommand.class, BenchCommand.class);
  }
}
