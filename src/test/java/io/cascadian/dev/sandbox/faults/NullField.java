package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Some rows hold null where the schema promises a value.
 *
 * <p>Stands for: subgraphs grafted from a version that did not have the field.
 *
 * @param every 10 for every tenth row of a page
 */
public record NullField(String field, int every) implements RowsFault {

  @Override
  public void alter(ArrayNode rows) {
    for (int i = 0; i < rows.size(); i += every) {
      ((ObjectNode) rows.get(i)).putNull(field);
    }
  }
}
