package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Some rows lack a field that was asked for.
 *
 * <p>Stands for: caches that merge answers of two schema versions.
 *
 * @param every 10 for every tenth row of a page
 */
public record MissingField(String field, int every) implements RowsFault {

  @Override
  public void alter(ArrayNode rows) {
    for (int i = 0; i < rows.size(); i += every) {
      ((ObjectNode) rows.get(i)).remove(field);
    }
  }
}
