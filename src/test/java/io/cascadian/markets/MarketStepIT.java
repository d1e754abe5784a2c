package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestRoutes;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route of the step markets, as it is delivered, on real stores and a sandbox. */
class MarketStepIT {

  private final TradedFeed feed = new TradedFeed();
  private final TestRoutes sources = TestRoutes.once();
  private World world;
  private StandaloneRoutes routes;

  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    feed.event(1, "'tags':['NBA']");
    feed.open(1, 1);
    feed.tokens(1);
    feed.trade(10);
    Path file = Files.write(folder.resolve("feed.jsonl"), feed.lines());
    world = new World(FeedReader.read(file), TradedFeed.TIME + 3_600);
    world.ingest(1);
    GammaClient gamma = new GammaClient(sources.client(), world.sandbox.gammaUrl());
    MarketCatalogue catalogue = new MarketCatalogue(
        gamma, world.clickHouse, TestDeadLetters.of(world.postgres), CategoryDefinitions.builtIn(), CatalogueLimits.within(Duration.ofMinutes(1)));
    MarketLookups lookups = new MarketLookups(gamma, world.clickHouse, world.postgres, TestDeadLetters.of(world.postgres),
        CategoryDefinitions.builtIn(), folder, Clock.systemUTC());
    routes = StandaloneRoutes.start(List.of(markets(Path.of("routes/nightly/steps.camel.yaml"))), List.of(),
        Map.of("marketUpdate", new MarketUpdate(catalogue, lookups)), Map.of());
  }

  /** Takes the step markets out of the file that it shares with others. */
  private Path markets(Path steps) throws IOException {
    String route = Stream.of(Files.readString(steps).split("(?m)^(?=- route:)")).filter(text -> text.contains("id: step-markets")).findFirst().orElseThrow();
    return Files.writeString(folder.resolve("step-markets.camel.yaml"), route);
  }

  @AfterEach
  void stop() {
    if (routes != null) {
      routes.close();
    }
    sources.close();
    world.close();
  }

  @Test
  void listThatCannotBeRead_failsStepAfterLookUps() {
    world.sandbox.misbehave((exchange, number) -> exchange.getRequestURI().getPath().matches("/events(/keyset)?")
        && Faults.answer(422, "application/json", "{\"error\":\"no lists today\"}").intercept(exchange, number));
    Exchange exchange = step();
    assertThat(exchange.getException()).isInstanceOf(CatalogueIncompleteException.class).hasMessageContaining("no lists today");
    assertThat(markets()).containsExactly("101");
    assertThat(exchange.getMessage().getBody(StepResult.class).details()).containsEntry("events", 0L).extracting("lookups")
        .isEqualTo(Map.of("missing", 1L, "looked_up", 1L, "found", 1L, "not_found", 0L, "failed", 0L, "refused", 0L, "waiting", 0L));
  }

  @Test
  void listThatIsRead_leavesNothingToLookUp() {
    Exchange exchange = step();
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody(StepResult.class).details()).containsEntry("events", 1L).containsEntry("markets_written", 1L);
    assertThat(markets()).containsExactly("101");
  }

  private Exchange step() {
    return routes.client().request("direct:markets", exchange -> exchange.setProperty("cascadianGuard", FenceGuard.of(2)));
  }

  private List<String> markets() {
    return world.clickHouse.query("SELECT market_id FROM markets_dim FINAL", Map.of(), row -> row.getString(1));
  }
}
