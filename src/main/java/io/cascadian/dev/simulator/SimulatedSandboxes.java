package io.cascadian.dev.simulator;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.dev.sandbox.ResolutionMapFile;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.source.SandboxHistory;
import io.cascadian.source.SandboxProvider;
import io.cascadian.source.SandboxServing;
import io.cascadian.source.SandboxSimulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Offers the sandbox source, with simulated or recorded histories, to the product. */
public final class SimulatedSandboxes implements SandboxProvider {

  @Override
  public SandboxHistory read(Path feed) throws IOException {
    return new History(FeedReader.read(feed));
  }

  @Override
  public SandboxHistory simulate(SandboxSimulation simulation) {
    return new History(MarketSimulator.generate(simulation));
  }

  private record History(Dataset dataset) implements SandboxHistory {

    @Override
    public SandboxServing serve() throws IOException {
      return SandboxServer.start(dataset, SandboxOptions.defaults());
    }

    @Override
    public Set<String> entities() {
      return dataset.subgraphs().entrySet().stream()
          .flatMap(subgraph -> subgraph.getValue().stream().filter(table -> table.size() > 0).map(table -> subgraph.getKey() + "/" + table.type().name()))
          .collect(Collectors.toSet());
    }

    @Override
    public void writeResolutionMap(Path file) throws IOException {
      if (!dataset.resolutions().isEmpty()) {
        ResolutionMapFile.write(dataset, dataset.lastTimestamp(), file);
      }
    }
  }
}
