package io.cascadian.resolution;

import io.cascadian.publish.TableGate;
import java.util.List;

/** Describes the gates on resolutions. */
public final class ResolutionGates {

  private ResolutionGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<TableGate> gates() {
    return List.of(TableGate.informational("contradicted-resolutions"), TableGate.informational("redemptions-priced"));
  }
}
