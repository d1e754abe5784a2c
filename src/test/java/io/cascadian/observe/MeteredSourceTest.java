package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredSourceTest {

  private static final StreamDefinition STREAM = new StreamDefinition(
      "fills", StreamDefinition.SUBGRAPH, "http://127.0.0.1:1/gn", "orderFilledEvents", List.of("id"), "timestamp", "trades_raw", "V1");

  private final Metrics metrics = new Metrics();
  private final MarketEventSource away = metrics.metered(new MarketEventSource() {
    @Override
    public SourceHead head(StreamDefinition stream) throws SourceException {
      throw new SourceUnavailableException(stream.endpoint(), 503, null, false, "away", null);
    }

    @Override
    public Page page(PageRequest request) {
      throw new AssertionError("not asked");
    }
  });

  @Test
  void failure_isCounted_interruptionIsNot() {
    assertThatThrownBy(() -> away.head(STREAM)).isInstanceOf(SourceUnavailableException.class);
    assertThat(failures()).isEqualTo(1);
    // what was read could not be stored, so those who wait for their turn to read on are interrupted
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> away.head(STREAM)).isInstanceOf(SourceUnavailableException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void expectedErrors_beforeTheFirst_areZero() {
    metrics.expect(CountedErrors.ofSource("subgraph"));
    assertThat(failures()).isZero();
    assertThatThrownBy(() -> away.head(STREAM)).isInstanceOf(SourceUnavailableException.class);
    assertThat(failures()).isEqualTo(1);
    assertThat(metrics.registry().find("cascadian.errors").counters()).extracting(counter -> counter.getId().getTag("type"))
        .containsExactlyInAnyOrderElementsOf(MeteredSource.FAILURES);
  }

  private double failures() {
    return metrics.registry().get("cascadian.errors").tags("component", "subgraph", "type", "unavailable").counter().count();
  }
}
