package io.cascadian.ingest;

import io.cascadian.publish.TableGate;
import java.util.List;

/** Describes the gates on stored events. */
public final class IngestGates {

  private IngestGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<TableGate> gates() {
    return List.of(TableGate.blocking("events-once"));
  }
}
