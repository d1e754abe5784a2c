package io.cascadian.markets;

import io.cascadian.publish.Gate;
import java.util.List;

/** Describes the gates on what is known of markets. */
public final class MarketGates {

  private MarketGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<Gate> gates() {
    return List.of(Gate.blocking("markets-missing-dim"), Gate.blocking("conversions-mapped"), Gate.informational("category-coverage"));
  }
}
