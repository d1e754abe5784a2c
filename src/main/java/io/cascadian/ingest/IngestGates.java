package io.cascadian.ingest;

import io.cascadian.publish.Gate;
import java.util.List;

/** Describes the gates on stored events. */
public final class IngestGates {

  private IngestGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<Gate> gates() {
    return List.of(Gate.blocking("events-once"));
  }
}
