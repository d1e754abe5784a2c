package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others, on its way to Postgres. */
class StorableTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a\u0000b", "\u0000", "\\\u0000", "\\u0000", "\\\\u0000", "\"\u0000\"", "\u0000\u0000\\"})
  void json_losesNothingButCharacters0(String text) throws Exception {
    ObjectMapper json = new ObjectMapper();
    String stored = StorableText.ofJson(json.writeValueAsString(Map.of("error", text)));
    assertThat(json.readTree(stored).path("error").asText()).isEqualTo(text.replace('\u0000', '\uFFFD'));
  }

  @Test
  void parameter_isOnlyChangedWhereItIsText() {
    assertThat(StorableText.ofParameter("a\u0000")).isEqualTo("a\uFFFD");
    assertThat(StorableText.ofParameter(5L)).isEqualTo(5L);
    assertThat(StorableText.ofParameter(null)).isNull();
    assertThat(StorableText.of(null)).isNull();
    assertThat(StorableText.ofJson(null)).isNull();
  }
}
