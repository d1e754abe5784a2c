package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.List;

/** Writes the rows of a derived table for the units of a portion. Used by one thread at a time. */
@FunctionalInterface
public interface TableWriter {

  /**
   * Inserts the rows of the portion's units into the layer of the build, which has none of these: where the published table has a row that is gone, one that
   * marks it as deleted.
   *
   * @return how many rows it inserted; a build with fewer keys is rejected
   * @throws io.cascadian.store.StoreException when a store fails; the build is dropped
   */
  long write(ClickHouse clickHouse, Portion portion);

  /** Returns a writer that runs statements of files one after the other, with the portion's parameters. */
  static TableWriter statements(String... names) {
    List<String> files = List.of(names);
    return (clickHouse, portion) -> files.stream().mapToLong(name -> clickHouse.execute(Sql.load(name), portion.parameters(), portion.settings())).sum();
  }
}
