package io.cascadian.dev.sandbox;

import java.util.List;

/**
 * Describes the fields of a subgraph's entity and their GraphQL types.
 *
 * @param name entity name as in the subgraph's schema, such as {@code OrderFilledEvent}
 * @param collection name of the plural query field, such as {@code orderFilledEvents}
 * @param fields in declaration order, {@code id} first
 */
public record EntityType(String name, String collection, List<Field> fields) {

  /** Lists the scalar types of graph-node. */
  public enum Scalar {
    ID, STRING, BYTES, BIG_INT, BIG_DECIMAL, INT, BOOLEAN
  }

  /**
   * Describes a field of an entity.
   *
   * @param list whether the value is a list of the scalar
   * @param nullable whether the value may be null
   * @param reference name of the entity that the value is the id of; null for a plain value
   */
  public record Field(String name, Scalar scalar, boolean list, boolean nullable, String reference) {}

  public EntityType {
    fields = List.copyOf(fields);
  }

  /** Returns the position of a field, or -1 when the entity has none of that name. */
  public int indexOf(String field) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(field)) {
        return i;
      }
    }
    return -1;
  }
}
