package io.cascadian.source.subgraph;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.MarketEventSourceContract;
import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SubgraphSourceContractTest extends MarketEventSourceContract {

  private SandboxServer sandbox;
  private final TestRoutes routes = TestRoutes.options().tries(2).limits(LIMITS).start();
  private MarketEventSource source;

  @BeforeEach
  void start() throws IOException {
    EntityType type = Schemas.entity(Schemas.ORDERBOOK, "OrderFilledEvent");
    List<RowTable.Row> rows = FACTS.stream().map(SubgraphSourceContractTest::row).toList();
    Dataset dataset = new Dataset("contract", LAST_BLOCK, time(LAST_BLOCK), Map.of(Schemas.ORDERBOOK, List.of(RowTable.of(type, rows))),
        List.of(), List.of());
    sandbox = SandboxServer.start(dataset,
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(time(LAST_BLOCK)), ZoneOffset.UTC), null));
    source = new SubgraphSource(routes.client(), keyset());
  }

  /** The form of the filter; a subclass asks in the other one. */
  Keyset keyset() {
    return Keyset.OR;
  }

  @AfterEach
  void stop() {
    sandbox.close();
    routes.close();
  }

  /** Ids come in another order than the fills were recorded in, as transaction hashes do. */
  private static RowTable.Row row(Fact fact) {
    String hash = String.format(Locale.ROOT, "0x%064x", (fact.amount() * 7_919) % 1_000_003);
    return RowTable.Row.of(fact.block(), hash + "_0x01", hash, fact.time(), "0x01", "0x" + "1".repeat(40), "0x" + "2".repeat(40), "0", "77",
        fact.amount(), 2_000_000L, 0L);
  }

  @Override
  protected MarketEventSource source() {
    return source;
  }

  @Override
  protected StreamDefinition stream() {
    return Streams.fills(sandbox.baseUrl());
  }

  @Override
  protected Map<String, Runnable> failures() {
    Map<String, Runnable> failures = new LinkedHashMap<>();
    Faults.ofAnyServer().forEach((name, fault) -> failures.put(name, () -> sandbox.misbehave(fault)));
    Map<String, Fault> own = Map.of(
        "errors beside data", Faults.answer(200, "application/json", "{\"errors\":[{\"message\":\"Query timed out\"}],\"data\":{\"orderFilledEvents\":[]}}"),
        "an address with nothing behind it", Faults.answer(200, "application/json", "{\"message\":\"Not found\"}"),
        "data of null", Faults.answer(200, "application/json", "{\"data\":null}"));
    own.forEach((name, fault) -> failures.put(name, () -> sandbox.misbehave(fault)));
    return failures;
  }
}
