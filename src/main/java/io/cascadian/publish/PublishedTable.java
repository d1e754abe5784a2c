package io.cascadian.publish;

import java.util.List;

/**
 * Describes a table that is published as part of a build. A migration of ClickHouse makes {@code <name>__layers}, with the columns {@code revision} and
 * {@code layer}, which the writer fills with fence and build, and the views of it ({@link TableLayers}).
 *
 * @param name of the table that readers see
 * @param version raised whenever the same raw rows give other rows than before; the next run then recomputes this table and all that read it, and nothing
 *     else. A comment or a faster statement needs no new version
 * @param unit what is recomputed as one
 * @param key columns that no two rows have in common; a build with repeated keys is rejected
 * @param inputs derived tables that the writer reads, as {@code <input>__build}
 * @param writer adds rows to {@code <name>__layers}
 * @param verifications names of statements that return a column {@code finding}, a row for each disagreement of the build with the raw tables; a statement
 *     that several tables name runs once
 */
public record PublishedTable(
    String name, int version, Unit unit, List<String> key, List<Derived> inputs, TableWriter writer, List<String> verifications) implements Derived {

  public PublishedTable {
    if (version < 1) {
      throw new IllegalArgumentException("the versions of " + name + " begin at 1, not at " + version);
    }
    key = List.copyOf(key);
    inputs = List.copyOf(inputs);
    verifications = List.copyOf(verifications);
  }

  /** Describes a table that no statement of its own verifies. */
  public PublishedTable(String name, int version, Unit unit, List<String> key, List<Derived> inputs, TableWriter writer) {
    this(name, version, unit, key, inputs, writer, List.of());
  }

  /** Returns the name of the view of what the table will be when the present build is published. */
  public String staged() {
    return TableLayers.staged(name);
  }
}
