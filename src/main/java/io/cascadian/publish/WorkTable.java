package io.cascadian.publish;

import java.util.List;

/**
 * Describes a table of rows that published tables are derived from and that are not read afterwards. It is emptied before each portion.
 *
 * @param version raised whenever the same raw rows give other rows than before; the next run then recomputes all tables that read it
 */
public record WorkTable(String name, int version, Unit unit, TableWriter writer) implements Derived {

  @Override
  public List<Derived> inputs() {
    return List.of();
  }
}
