package io.cascadian.dev.cli;

import io.cascadian.cli.CommandContribution;
import java.util.List;

/** Adds the developer kit's commands to the command line. */
public final class DeveloperCommands implements CommandContribution {

  @Override
  public List<Object> commands() {
    return List.of(new DemoCommand(), new SandboxCommand(), new BenchCommand());
  }
}
