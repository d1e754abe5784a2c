package io.cascadian.markets;

import io.cascadian.publish.TableGate;
import java.util.List;

/** Describes the gates on what is known of markets. */
public final class MarketGates {

  private MarketGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<TableGate> gates() {
    return List.of(TableGate.blocking("markets-missing-dim"), TableGate.blocking("conversions-mapped"), TableGate.informational("category-coverage"));
  }
}
