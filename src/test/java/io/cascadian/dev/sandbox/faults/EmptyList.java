package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * 200 with an empty list although there are rows.
 *
 * <p>Stands for: overloaded servers that answer so; a reader that takes it for the end of the data stores a history with a hole.
 */
public final class EmptyList implements RowsFault {

  @Override
  public void alter(ArrayNode rows) {
    rows.removeAll();
  }
}
