package io.cascadian.ingest;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.StreamDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Chooses the block to read at: one for each endpoint during this object's life, so that its streams agree. Not thread-safe. */
final class Pins {

  private final MarketEventSource source;
  private final long confirmations;
  private final Map<String, Pin> pins = new LinkedHashMap<>();

  Pins(MarketEventSource source, long confirmations) {
    this.source = source;
    this.confirmations = confirmations;
  }

  /**
   * Returns the pin for a stream that was read, or compared, up to a block of a deployment.
   *
   * @param block the newest that the stream's stored rows were read at; 0 when there are none
   * @param deployment that they are of; null when unknown
   * @throws SourceException also when the source must not be read on from: another deployment, whose ids and blocks may differ, or a head
   *     before the stored block, under which stored events would seem to be gone
   */
  Pin of(StreamDefinition stream, long block, String deployment) throws SourceException {
    Pin pin = pins.get(stream.endpoint());
    if (pin == null) {
      SourceHead head = source.head(stream);
      pin = new Pin(head, Math.max(0, head.block() - confirmations));
      pins.put(stream.endpoint(), pin);
    }
    if (pin.head().hasIndexingErrors()) {
      throw new SourceBrokenException(stream.endpoint(), "the subgraph reports indexing errors", "its operator must act");
    }
    if (deployment != null && pin.head().deployment() != null && !deployment.equals(pin.head().deployment())) {
      throw new SourceBrokenException(stream.endpoint(), "the deployment changed from " + deployment + " to "
          + pin.head().deployment() + " since the last run, and with it ids and blocks may. When the new one is meant, say 'cascadian streams forget "
          + stream.name() + "': the next run reads the stream from its beginning");
    }
    if (pin.block() < block) {
      throw new SourceBrokenException(stream.endpoint(),
          "the source is at block " + pin.head().block() + ", behind block " + block + " that the last run was pinned to;"
              + " wait until it has caught up. When it will not, because it was deployed again, run 'cascadian streams forget " + stream.name() + "'");
    }
    return pin;
  }

  /** Returns the time of the oldest head; empty when no source reported one. */
  Optional<Instant> sourceTime() {
    return pins.values().stream().map(p -> p.head().timestamp()).filter(Objects::nonNull).min(Long::compare).map(Instant::ofEpochSecond);
  }
}
