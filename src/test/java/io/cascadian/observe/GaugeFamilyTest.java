package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GaugeFamilyTest {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GaugeFamily family = new GaugeFamily("x.age", "seconds", "how old", Math::max, registry);

  @Test
  void values_areReplaced_missingOnesRemoved() {
    family.set(Map.of(Tags.of("of", "a"), 1.0, Tags.of("of", "b"), 2.0));
    family.set(Map.of(Tags.of("of", "b"), 3.0, Tags.of("of", "c"), 4.0));
    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
        .containsExactlyInAnyOrder("x_age_seconds{of=\"b\"} 3.0", "x_age_seconds{of=\"c\"} 4.0");
    family.set(Map.of());
    assertThat(registry.scrape()).doesNotContain("x_age");
  }

  @Test
  void gaugesThatShareLabels_areOneOfAllTheirValues() {
    registry.config().meterFilter(new BoundedLabels());
    GaugeFamily bounded = new GaugeFamily("cascadian.open", null, "how many", Double::sum, registry);
    bounded.set(Map.of(Tags.of("of", "0xabc"), 1.0, Tags.of("of", "a message of words"), 2.0, Tags.of("of", "fills"), 4.0));
    assertThat(lines()).containsExactlyInAnyOrder("cascadian_open{of=\"other\"} 3.0", "cascadian_open{of=\"fills\"} 4.0");
    bounded.set(Map.of(Tags.of("of", "a message of words"), 5.0));
    assertThat(lines()).containsExactly("cascadian_open{of=\"other\"} 5.0");

    CounterFamily counters = new CounterFamily("cascadian.read", null, "how many", registry);
    counters.set(Map.of(Tags.of("of", "0xabc"), 1.0, Tags.of("of", "0xdef"), 2.0));
    counters.set(Map.of(Tags.of("of", "0xabc"), 7.0));
    assertThat(lines()).contains("cascadian_read_total{of=\"other\"} 9.0");
  }

  private List<String> lines() {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void scrapeDuringUpdate_findsGauges() {
    family.set(Map.of(Tags.empty(), 0.0));
    CompletableFuture<Void> setting = CompletableFuture.runAsync(() -> {
      for (int i = 0; i < 20_000; i++) {
        family.set(Map.of(Tags.empty(), (double) i));
      }
    });
    while (!setting.isDone()) {
      assertThat(registry.scrape()).contains("x_age_seconds ");
    }
    setting.join();
  }
}
