package io.cascadian.dev.simulator;

import java.util.List;

/**
 * Holds what a simulation is going to trade.
 *
 * @param events by number
 * @param tokenIds decimal, by index
 */
record MarketPlan(List<SimulatedEvent> events, List<String> tokenIds) {

  MarketPlan {
    events = List.copyOf(events);
    tokenIds = List.copyOf(tokenIds);
  }
}
