package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLabelsTest {

  @ParameterizedTest
  @ValueSource(strings = {"0x1111111111111111111111111111111111111111", "7777777777777777777777777777777777777777777777777777777777777777", "42 wallets are wrong",
      "http://127.0.0.1:8123/", "1600000001", "block-80000100", "", "Grüße", "a\nb", "deadbeefdeadbeef"})
  void valueThatIsNoWord_becomesOther(String value) {
    Metrics metrics = new Metrics();
    metrics.error("subgraph", value);
    assertThat(Exposition.parse(metrics.scrape()).value("cascadian_errors_total", "component", "subgraph", "type", "other")).contains(1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "missing-markets", "unknown-condition", "fills-v2", "0.1.0-snapshot", "4xx", "true"})
  void word_isUnchanged(String value) {
    Metrics metrics = new Metrics();
    metrics.error("chain", value);
    assertThat(Exposition.parse(metrics.scrape()).value("cascadian_errors_total", "component", "chain", "type", value)).contains(1.0);
  }

  @Test
  void label_hasBoundedValues() {
    Metrics metrics = new Metrics();
    for (int i = 0; i < 500; i++) {
      metrics.error("clickhouse", "word-" + i);
    }
    Exposition exposition = Exposition.parse(metrics.scrape());
    assertThat(exposition.samples()).filteredOn(s -> s.name().equals("cascadian_errors_total")).hasSizeBetween(50, BoundedLabels.MOST_VALUES + 10);
    assertThat(exposition.samples()).filteredOn(s -> s.name().equals("cascadian_errors_total")).extracting(Exposition.Sample::value)
        .satisfies(values -> assertThat(values.stream().mapToDouble(v -> v).sum()).isEqualTo(500));
  }
}
