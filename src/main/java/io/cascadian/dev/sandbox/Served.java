package io.cascadian.dev.sandbox;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds a dataset with everything that answers from it, exchanged as one. Immutable. */
final class Served {

  private final Dataset dataset;
  private final ChainClock clock;
  private final GammaEndpoint gamma;
  private final Map<String, Subgraph> subgraphs = new LinkedHashMap<>();

  Served(Dataset dataset, Clock clock) {
    this.dataset = dataset;
    this.clock = new ChainClock(dataset, clock);
    this.gamma = new GammaEndpoint(dataset, this.clock);
    dataset.subgraphs().forEach((name, tables) -> subgraphs.put(name, new Subgraph(name, dataset.identity(), tables, this.clock)));
  }

  /** Returns the view of a synchronised node without faults. */
  NodeView node() {
    return new NodeView(dataset, clock.head(), false);
  }

  Dataset dataset() {
    return dataset;
  }

  GammaEndpoint gamma() {
    return gamma;
  }

  /** Returns the subgraph of a name, or null. */
  Subgraph subgraph(String name) {
    return subgraphs.get(name);
  }
}
