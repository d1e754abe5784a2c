package io.cascadian.cli;

import java.util.List;

/** Adds commands to the command line. Implementations are registered with {@link java.util.ServiceLoader}, as the developer kit's is. */
public interface CommandContribution {

  /** Returns command classes with picocli's {@code @Command}, which names each, and a constructor without arguments; in the order of the help. */
  List<Class<?>> commands();
}
