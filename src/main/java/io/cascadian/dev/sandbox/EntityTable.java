package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Provides all rows that one entity of a subgraph ever had to the sandbox's GraphQL server.
 *
 * <p>Rows are addressed by position, {@code 0} to {@code size() - 1}, and are ordered by {@code (sortField, id)} ascending, ids compared
 * bytewise, where {@link #sortField()} is the field by which readers page ({@code timestamp} for events, {@code id} for everything else).
 * A row is visible at block {@code b} when {@code block(row) <= b < removedAtBlock(row)}.
 *
 * <p>Implementations are immutable and safe for concurrent reads.
 */
public interface EntityTable {

  /** Returns the entity's name and fields. */
  EntityType type();

  /** Returns the field whose order, with the id as tie-breaker, the rows are stored in; {@code "id"} or a field of {@link #type()}. */
  String sortField();

  int size();

  /**
   * Returns the value of one field of one row: {@code String} for ID, String and Bytes (lower-case, {@code 0x…}), {@code Long} or
   * {@code BigInteger} for BigInt, {@code BigDecimal} for BigDecimal, {@code Integer} for Int, {@code Boolean} for Boolean, a
   * {@code List} of those for lists; null where the field is nullable and unset.
   *
   * @param field position of the field in {@code type().fields()}
   */
  Object value(int row, int field);

  /** Writes the value of one field of one row as graph-node does; tables of millions of rows do it without making the value first. */
  default void write(JsonGenerator json, int row, int field) throws IOException {
    Values.write(json, value(row, field));
  }

  /** Returns the block in which the row appeared. */
  long block(int row);

  /** Returns the first block in which the row is gone again; {@link Long#MAX_VALUE} while it stays. */
  long removedAtBlock(int row);
}
