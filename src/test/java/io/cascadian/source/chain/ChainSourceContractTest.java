package io.cascadian.source.chain;

import io.cascadian.dev.sandbox.Fault;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.MarketEventSourceContract;
import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.ChainNode;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.TestRoutes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class ChainSourceContractTest extends MarketEventSourceContract {

  private final ChainNode node = new ChainNode(FIRST_BLOCK - 10);
  private TestRoutes routes;
  private ChainSource source;

  @BeforeEach
  void start() {
    for (long block = FIRST_BLOCK - 10; block <= LAST_BLOCK; block++) {
      long number = block;
      node.append(time(block), FACTS.stream().filter(f -> f.block() == number).map(f -> Fills.buy(f.amount())).toList());
    }
    routes = TestRoutes.options().tries(2).limits(LIMITS).chain(node.url()).start();
    source = new ChainSource(routes.client(), Fills.options(node.url(), FIRST_BLOCK - 10, 16));
  }

  @AfterEach
  void stop() {
    node.close();
    routes.close();
  }

  @Override
  protected MarketEventSource source() {
    return source;
  }

  @Override
  protected StreamDefinition stream() {
    return Fills.STREAM;
  }

  @Override
  protected Map<String, Runnable> failures() {
    Map<String, Runnable> failures = new LinkedHashMap<>();
    Faults.ofAnyServer().forEach((name, fault) -> failures.put(name, () -> node.misbehave(fault)));
    Map<String, Fault> own = Map.of(
        "an error beside a result", Faults.answer(200, "application/json",
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":[],\"error\":{\"code\":-32000,\"message\":\"something\"}}"),
        "a result of another call", Faults.answer(200, "application/json", "{\"jsonrpc\":\"2.0\",\"id\":987654,\"result\":[]}"),
        "an empty list", Faults.answer(200, "application/json", "[]"));
    failures.put("null results", node::answerNull);
    own.forEach((name, fault) -> failures.put(name, () -> node.misbehave(fault)));
    return failures;
  }
}
