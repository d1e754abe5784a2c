package io.cascadian;

import io.cascadian.cli.CascadianCommand;

/** The program's entry point. */
public final class Cascadian {

  private Cascadian() {}

  public static void main(String[] args) {
    System.exit(CascadianCommand.run(args));
  }
}
