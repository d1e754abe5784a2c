package io.cascadian.testkit;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.markets.CatalogueLimits;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.markets.GammaClient;
import io.cascadian.markets.MarketCatalogue;
import io.cascadian.publish.GateList;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.PublishedTables;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.TableGate;
import io.cascadian.publish.TableGates;
import io.cascadian.runtime.Modules;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Databases of its own, a sandbox with a dataset, and the modules that store one in the other; for tests of what comes after. */
public final class World implements AutoCloseable {

  public final ClickHouse clickHouse = TestStores.freshClickHouse();
  public final Postgres postgres = TestStores.freshPostgres();
  public final TestRoutes routes = TestRoutes.options().stores(clickHouse, postgres).start();
  public SandboxServer sandbox;
  private final TestRoutes catalogue = TestRoutes.tries(3);

  /** @param now what time the sandbox's chain has; a little after the dataset's last event, so that the pinned block covers it */
  public World(Dataset dataset, long now) {
    serve(dataset, now);
  }

  /** Puts another source in the place of the one before. */
  public void serve(Dataset dataset, long now) {
    if (sandbox != null) {
      sandbox.close();
    }
    try {
      sandbox = SandboxServer.start(dataset, new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public StepResult catalogue(long fence, CategoryDefinitions categories) {
    return new MarketCatalogue(new GammaClient(catalogue.client(), sandbox.gammaUrl()), clickHouse, TestDeadLetters.of(postgres), categories,
        CatalogueLimits.within(Duration.ofMinutes(2))).sync(FenceGuard.of(fence));
  }

  /** The source as it is read: it does not repeat failed calls. */
  public SubgraphSource source() {
    return new SubgraphSource(routes.client(), Keyset.OR);
  }

  public StepResult ingest(long fence) {
    return ingest(fence, Streams.all(sandbox.baseUrl()));
  }

  public StepResult ingest(long fence, List<StreamDefinition> streams) {
    Ingest.Session session = new Ingest(
        routes.client(), source(), clickHouse, postgres, TestDeadLetters.of(postgres), Contracts.builtIn(), IngestOptions.of(20)).begin(FenceGuard.of(fence));
    streams.forEach(session::read);
    return session.finish();
  }

  public Publisher publisher() {
    return publisher(clickHouse, postgres);
  }

  /** Publishes the tables of all features. */
  public static Publisher publisher(ClickHouse clickHouse, Postgres postgres) {
    return new Publisher(clickHouse, postgres, new PublishedTables(Modules.contributions().all(PublishedTable.class)), Publisher.RETAINED_BUILDS);
  }

  /** Returns the published tables of all features. */
  public static List<PublishedTable> tables() {
    return Modules.contributions().all(PublishedTable.class);
  }

  /** Asks the gates of all features, which expect nothing in particular. */
  public static GateList gates(ClickHouse clickHouse) {
    return new GateList(clickHouse, gates());
  }

  /** Returns the gates of all features, which expect nothing in particular. */
  public static List<TableGate> gates() {
    return TableGates.all(Modules.contributions().all(TableGates.class), Modules.load(Map.of(), Map.of(), Path.of("target")));
  }

  @Override
  public void close() {
    sandbox.close();
    routes.close();
    catalogue.close();
    TestStores.drop(clickHouse);
    postgres.close();
  }
}
