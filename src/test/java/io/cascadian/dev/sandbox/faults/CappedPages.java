package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Fewer rows than were asked for, although there are more.
 *
 * <p>Stands for: indexers with the interface of a subgraph that cap answers without an error; a reader that takes a short page for the end of a window
 * stores a history with holes.
 */
public final class CappedPages implements RowsFault {

  private final int most;

  /** @param most rows of an answer */
  public CappedPages(int most) {
    this.most = most;
  }

  @Override
  public void alter(ArrayNode rows) {
    while (rows.size() > most) {
      rows.remove(rows.size() - 1);
    }
  }
}
