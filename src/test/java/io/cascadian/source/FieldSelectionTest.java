package io.cascadian.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldSelectionTest {

  @Test
  void plainNames_areRequestedUnchanged() {
    FieldSelection selection = of("timestamp", "id", "timestamp", "maker");
    assertThat(selection.graphql()).isEqualTo("id timestamp maker");
    assertThat(selection.names()).containsExactly("id", "timestamp", "maker");
    assertThat(selection.orderField()).isEqualTo("timestamp");
    Object[] row = {"1", "2", Map.of("id", "not ours to unpack")};
    selection.unpack(row);
    assertThat(row).containsExactly("1", "2", Map.of("id", "not ours to unpack"));
  }

  @Test
  void mappedNames_areAliased_orderUsesSourceNames() {
    FieldSelection selection = of("blockTime", "id", "timestamp=blockTime", "maker=buyer", "pool=market.id", "token=market.side.token");
    assertThat(selection.graphql())
        .isEqualTo("id timestamp: blockTime maker: buyer pool: market { id } token: market { side { token } }");
    assertThat(selection.names()).containsExactly("id", "timestamp", "maker", "pool", "token");
    assertThat(selection.orderField()).isEqualTo("timestamp");
  }

  @Test
  void nestedValues_areExtracted_othersUnchanged() {
    FieldSelection selection = of("id", "id", "pool=market.id", "tokens=market.sides.token", "gone=market.id", "empty=market.side.id");
    Map<String, Object> sideless = new HashMap<>();
    sideless.put("side", null);
    Object[] row = {"7", Map.of("id", "0xab"), Map.of("sides", Arrays.asList(Map.of("token", "1"), null, Map.of("token", "3"))), null, sideless};
    selection.unpack(row);
    assertThat(row).containsExactly("7", "0xab", Arrays.asList("1", null, "3"), null, null);
    assertThat(selection.pick(1, Map.of("id", "0xab"))).isEqualTo("0xab");
    assertThat(selection.pick(0, "7")).isEqualTo("7");
  }

  @Test
  void invalidSelection_isRejectedByName() {
    assertThatThrownBy(() -> of("id", "id", "maker{id}")).hasMessageContaining("'maker{id}'").hasMessageContaining("ours=their.path");
    assertThatThrownBy(() -> of("id", "id", "a=b=c")).hasMessageContaining("'a=b=c'");
    assertThatThrownBy(() -> of("id", "id", "market.id")).hasMessageContaining("write ours=market.id");
    assertThatThrownBy(() -> of("id", "id", "maker", "maker=buyer")).hasMessageContaining("twice");
    assertThatThrownBy(() -> of("timestamp", "timestamp", "id=hash")).hasMessageContaining("lack id");
    assertThatThrownBy(() -> of("timestamp", "id", "timestamp=blockTime")).hasMessageContaining("'timestamp'").hasMessageContaining("not among");
  }

  private static FieldSelection of(String orderBy, String... fields) {
    return FieldSelection.of(new StreamDefinition(
        "s", StreamDefinition.SUBGRAPH, "http://x/subgraphs/a/1/gn", "things", List.of(fields), orderBy, "fill", "V1"));
  }
}
