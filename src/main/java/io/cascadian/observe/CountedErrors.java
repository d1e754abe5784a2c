package io.cascadian.observe;

import java.util.List;

/**
 * Names the errors of a component that are counted by {@link Metrics#error}, so that each counter starts at 0.
 *
 * @param component what fails, such as {@code clickhouse}
 * @param types in a word each, such as {@code unavailable}
 */
public record CountedErrors(String component, List<String> types) {

  /** Types of failures of a database. */
  private static final List<String> STORE = List.of("unavailable", "rejected");

  public CountedErrors {
    types = List.copyOf(types);
  }

  /** Names the errors of a database. */
  public static CountedErrors ofStore(String component) {
    return new CountedErrors(component, STORE);
  }

  /** Names the errors of a source of events. */
  public static CountedErrors ofSource(String component) {
    return new CountedErrors(component, MeteredSource.FAILURES);
  }
}
