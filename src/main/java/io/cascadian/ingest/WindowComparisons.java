package io.cascadian.ingest;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import java.util.HashMap;
import java.util.Map;

/** Creates the comparisons of one run, under its fence. Not thread-safe. */
final class WindowComparisons {

  private final MarketEventSource source;
  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final Contracts contracts;
  private final FenceGuard guard;
  private final IngestOptions reading;
  private final ComparisonOptions options;
  private final Map<StreamRows, String> seen = new HashMap<>();
  private int opened;

  /** Drops what runs that were cut off have left behind. */
  WindowComparisons(
      MarketEventSource source, ClickHouse clickHouse, DeadLetters deadLetters, Contracts contracts, FenceGuard guard,
      IngestOptions reading, ComparisonOptions options) {
    this.source = source;
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.contracts = contracts;
    this.guard = guard;
    this.reading = reading;
    this.options = options;
    guard.check();
    WindowStaging.dropLeftovers(clickHouse);
  }

  /**
   * Identifies the stored rows that are a stream's and no other's.
   *
   * @throws IllegalArgumentException when it is no stream of events, or another stream's rows cannot be distinguished from its own: each would find
   *     the other's gone at the source
   */
  StreamRows rows(StreamDefinition stream) {
    StreamRows rows = StreamRows.of(stream).orElseThrow(() -> new IllegalArgumentException(
        "the stream " + stream.name() + " has no events in time; its entities are read again when they change and cannot be compared by time"));
    String other = seen.putIfAbsent(rows, stream.name());
    if (other != null && !other.equals(stream.name())) {
      throw new IllegalArgumentException("the streams " + other + " and " + stream.name()
          + " store rows that cannot be distinguished; give one of them another era in its route");
    }
    return rows;
  }

  /** Opens a comparison, to be closed after use. */
  WindowComparison open(StreamDefinition stream, Pin pin) {
    WindowReader reader = reader(stream, pin);
    WindowStaging staging = new WindowStaging(clickHouse, rows(stream), guard.fence(), ++opened);
    SliceReading slices = new SliceReading(
        stream, RecordKind.mapper(stream.target(), contracts, () -> AmmPools.load(clickHouse)), reader, staging,
        new Rejections(stream, reading.maxRejected()), deadLetters, reading, guard.fence());
    return new WindowComparison(stream, pin, reader, staging, slices, guard, options);
  }

  WindowReader reader(StreamDefinition stream, Pin pin) {
    return new WindowReader(source, stream, pin, reading.pageSize());
  }
}
