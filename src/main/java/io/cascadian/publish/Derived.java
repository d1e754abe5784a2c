package io.cascadian.publish;

import java.util.List;

/** Describes rows that are derived from the raw tables: published ones, or those that published ones are derived from. */
public sealed interface Derived permits PublishedTable, WorkTable {

  /** Returns the name of the table in ClickHouse. */
  String name();

  /** Returns a number that is raised whenever the same raw rows give other rows than before. */
  int version();

  /** Returns what is recomputed as one: only the rows of units that something happened to are derived again. */
  Unit unit();

  /** Returns the other derived tables that the writer reads. */
  List<Derived> inputs();

  /** Returns what writes the rows. */
  TableWriter writer();
}
