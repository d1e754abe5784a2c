package io.cascadian.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamDefinitionTest {

  @Test
  void origin_hasNoHost() {
    assertThat(stream(StreamDefinition.SUBGRAPH, "https://host.example/api/public/p/subgraphs/orderbook-subgraph/0.0.1/gn").origin())
        .isEqualTo("orderbook-subgraph/0.0.1");
    assertThat(stream(StreamDefinition.CHAIN, "https://node.example:8545").origin()).isEqualTo("chain");
  }

  private static StreamDefinition stream(String source, String endpoint) {
    return new StreamDefinition("s", source, endpoint, "c", List.of("id"), "id", "fill", "V1");
  }
}
