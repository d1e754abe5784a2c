package io.cascadian;

import io.cascadian.cli.CascadianCommand;

/** Starts the program. */
public final class Cascadian {

  private Cascadian() {}

  public static void main(String[] args) {
    System.exit(CascadianCommand.run(args));
  }
}
