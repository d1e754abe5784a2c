package io.cascadian.publish;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lists the published tables of all features in an order in which each comes after its inputs, and determines which are outdated. Immutable. */
public final class PublishedTables {

  private final List<PublishedTable> tables;

  /**
   * @throws IllegalArgumentException when a name is there twice, or an input of a table is not listed before it or belongs to a unit that is
   *     recomputed later
   */
  public PublishedTables(List<PublishedTable> tables) {
    this.tables = List.copyOf(tables);
    Set<String> names = new LinkedHashSet<>();
    List<Unit> units = units();
    for (PublishedTable table : this.tables) {
      for (Derived input : table.inputs()) {
        if (input instanceof PublishedTable && !names.contains(input.name()) || units.indexOf(input.unit()) > units.indexOf(table.unit())) {
          throw new IllegalArgumentException(table.name() + " reads " + input.name() + ", which has to be listed, and its unit recomputed, before it");
        }
      }
      if (!names.add(table.name())) {
        throw new IllegalArgumentException("two published tables are named " + table.name());
      }
    }
  }

  /** Returns the tables in the order in which they are filled. */
  public List<PublishedTable> list() {
    return tables;
  }

  /** Returns the units in the order in which they are recomputed. */
  List<Unit> units() {
    return List.copyOf(new LinkedHashSet<>(tables.stream().map(PublishedTable::unit).toList()));
  }

  /** Returns the present version of each table and of each work table that one reads, by name. */
  Map<String, Integer> versions() {
    Map<String, Integer> versions = new LinkedHashMap<>();
    for (PublishedTable table : tables) {
      table.inputs().stream().filter(WorkTable.class::isInstance).forEach(work -> versions.put(work.name(), work.version()));
      versions.put(table.name(), table.version());
    }
    return versions;
  }

  /**
   * Returns the names of the tables whose rows the present code may derive otherwise: those with another version than the stored one or without any, and
   * those that read one of these.
   */
  Set<String> outdated(Map<String, Integer> stored) {
    Set<String> outdated = new TreeSet<>();
    for (PublishedTable table : tables) {
      if (isOutdated(table, stored)
          || table.inputs().stream().anyMatch(input -> input instanceof WorkTable ? isOutdated(input, stored) : outdated.contains(input.name()))) {
        outdated.add(table.name());
      }
    }
    return outdated;
  }

  private static boolean isOutdated(Derived table, Map<String, Integer> stored) {
    Integer version = stored.get(table.name());
    return version == null || version != table.version();
  }

  /** Returns whether another published table is derived from the one with this name. */
  boolean isInput(String name) {
    return tables.stream().anyMatch(table -> table.inputs().stream().anyMatch(input -> input instanceof PublishedTable && input.name().equals(name)));
  }

  /** Returns the names of all tables, in order. */
  Set<String> names() {
    return new LinkedHashSet<>(tables.stream().map(PublishedTable::name).toList());
  }

  /** Returns those of the tables of a unit that are, or are not, among the named ones, in order. */
  List<PublishedTable> of(Unit unit, Set<String> named, boolean among) {
    return tables.stream().filter(table -> table.unit().equals(unit) && named.contains(table.name()) == among).toList();
  }
}
