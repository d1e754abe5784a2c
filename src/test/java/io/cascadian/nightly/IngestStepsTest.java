package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.ingest.StreamWork;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestStepsTest {

  private final List<StreamDefinition> streams = new ArrayList<>();
  private final List<String> off = new ArrayList<>();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void work() {
    exchange.setProperty(IngestSteps.WORK, new StreamWork() {
      @Override
      public void stream(StreamDefinition definition) {
        streams.add(definition);
      }

      @Override
      public void off(String stream, String reason) {
        off.add(stream + ": " + reason);
      }
    });
  }

  @Test
  void streamsNameTheEndpointOfTheirSource() {
    IngestSteps steps = new IngestSteps(null, "http://subgraphs", Optional.of("http://node:8545"));
    steps.define(exchange, "fills", "subgraph", "orderbook-subgraph/0.0.1", "orderFilledEvents", "id  timestamp", "timestamp", "fill", "V1");
    steps.define(exchange, "fills-v2", "chain", "", "OrderFilled", "id timestamp", "timestamp", "fill", "V2");
    assertThat(streams).extracting(StreamDefinition::endpoint)
        .containsExactly("http://subgraphs/subgraphs/orderbook-subgraph/0.0.1/gn", "http://node:8545");
    assertThat(streams).extracting(StreamDefinition::source).containsExactly("subgraph", "chain");
    assertThat(streams.get(0).fields()).containsExactly("id", "timestamp");
    assertThat(off).isEmpty();
  }

  @Test
  void withoutANodeTheChainsStreamIsOffAndSaysSo() {
    new IngestSteps(null, "http://subgraphs", Optional.empty())
        .define(exchange, "fills-v2", "chain", "", "OrderFilled", "id timestamp", "timestamp", "fill", "V2");
    assertThat(streams).isEmpty();
    assertThat(off).containsExactly("fills-v2: CHAIN_RPC_URL is not set");
  }

  @Test
  void anUnknownSourceIsAMistakeInTheRoute() {
    IngestSteps steps = new IngestSteps(null, "http://subgraphs", Optional.empty());
    assertThatThrownBy(() -> steps.define(exchange, "fills", "subgrpah", "x/1", "c", "id", "id", "fill", "V1"))
        .hasMessageContaining("subgrpah").hasMessageContaining("subgraph and chain");
  }
}
