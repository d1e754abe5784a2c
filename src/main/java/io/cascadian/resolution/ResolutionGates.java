package io.cascadian.resolution;

import io.cascadian.publish.Gate;
import java.util.List;

/** Describes the gates on resolutions. */
public final class ResolutionGates {

  private ResolutionGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<Gate> gates() {
    return List.of(Gate.informational("contradicted-resolutions"), Gate.informational("redemptions-priced"));
  }
}
