package io.cascadian.errors;

/**
 * Marks an exception whose message names for an operator what is wrong and what to do: commands print it alone, without a stack trace.
 *
 * <p>Any other exception that ends a command is logged whole.
 */
public interface UserFacing {

  /** Returns what is wrong and what to do. */
  String getMessage();
}
