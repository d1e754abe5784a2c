package io.cascadian.module;

import java.util.List;
import java.util.stream.Stream;

/** Names a table of ClickHouse without which health is critical. */
public record RequiredTable(String name) {

  /** Names several tables. */
  public static List<RequiredTable> named(String... names) {
    return Stream.of(names).map(RequiredTable::new).toList();
  }
}
