package io.cascadian.ingest;

import io.cascadian.exchange.RouteClient;
import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new events of each stream, from where the last run ended to a pinned block.
 *
 * <p>Streams are read one after the other, all streams of one endpoint under the same pin. Before a stream is read on, its last stored
 * events are compared with the source again: a reorganisation may have changed or removed them. Repeating a run, after a
 * success or after a crash at any point, gives the same tables. Not thread-safe: one {@link Session} at a time, under the run lock.
 */
public final class Ingest {

  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  /** Compared after a reorganisation that went deeper than the confirmations. */
  private static final Duration REORGANISED = Duration.ofDays(1);

  private final RouteClient routes;
  private final MarketEventSource source;
  private final ClickHouse clickHouse;
  private final Contracts contracts;
  private final DeadLetters deadLetters;
  private final Cursors cursors;
  private final Replay replay;
  private final IngestOptions options;
  private final ComparisonOptions comparison;

  /** Compares, before reading on, as much as usual of what was stored last. */
  public Ingest(
      RouteClient routes, MarketEventSource source, ClickHouse clickHouse, Postgres postgres, DeadLetters deadLetters, Contracts contracts,
      IngestOptions options) {
    this(routes, source, clickHouse, postgres, deadLetters, contracts, options, ComparisonOptions.usual());
  }

  /** @param routes of {@link IngestRoutes} */
  public Ingest(
      RouteClient routes, MarketEventSource source, ClickHouse clickHouse, Postgres postgres, DeadLetters deadLetters, Contracts contracts,
      IngestOptions options, ComparisonOptions comparison) {
    this.routes = routes;
    this.source = source;
    this.clickHouse = clickHouse;
    this.contracts = contracts;
    this.deadLetters = deadLetters;
    this.cursors = new Cursors(postgres);
    this.replay = new Replay(clickHouse, deadLetters, contracts);
    this.options = options;
    this.comparison = comparison;
  }

  /** Starts the ingestion of a run. */
  public Session begin(FenceGuard guard) {
    contracts.publish(clickHouse, guard.fence());
    return new Session(guard);
  }

  /** Reads the streams of one run. */
  public final class Session {
    private final FenceGuard guard;
    private final Pins pins = new Pins(source, options.confirmations());
    private final WindowComparisons comparisons;
    private final SessionReport report = new SessionReport(options.maxRejectedPercent());
    private boolean readsResolutionTimes;

    private Session(FenceGuard guard) {
      this.guard = guard;
      this.comparisons = new WindowComparisons(source, clickHouse, deadLetters, contracts, guard, options, comparison);
    }

    /** Records a stream that is left out because its source is not configured. */
    public void off(String stream, String reason) {
      LOG.info("Stream {} is not read: {}", stream, reason);
      report.off(stream, reason);
    }

    /** Records that an optional stream is left out; only one that was read before is reported as missing. */
    public void optionalOff(String stream, String reason) {
      LOG.debug("Optional stream {} is off: {}", stream, reason);
      report.optionalOff(stream, reason);
    }

    /**
     * Reads one stream through the route {@code read-stream}. A source that fails is written down in the report, so that the other streams are read all
     * the same.
     *
     * @throws io.cascadian.store.StoreException when something could not be stored
     */
    public StreamReport read(StreamDefinition stream) {
      return IngestRoutes.read(routes, this, stream);
    }

    /**
     * Opens a stream: retries what only had to wait for another stream, pins the block, and compares what was stored last with the source. A source
     * that fails gives a reading without pages.
     */
    StreamReading open(StreamDefinition stream) {
      RecordMapper mapper = RecordKind.mapper(stream.target(), contracts, () -> AmmPools.load(clickHouse));
      for (String reason : mapper.passingReasons()) {
        report.replayed(replay.replay(List.of(stream), DeadLetterFilter.open().ofStream(stream.name()).ofReason(reason), guard).rows());
      }
      Cursors.Stored from = cursors.load(stream.name()).orElse(new Cursors.Stored(Cursor.START, 0, null));
      try {
        Pin pin = pins.of(stream, from.block(), from.deployment());
        Difference overlap = overlap(stream, from, pin);
        // what a run that was cut off stored behind its cursor is read again, and may have changed meanwhile
        StreamRows.of(stream).ifPresent(rows -> new StoredEvents(clickHouse).noteReread(rows, from.position(), cursors.fence(stream.name()), guard.fence()));
        return new StreamReading(
            stream, source, mapper, options, guard, pin, source.blockHash(stream, pin.block()).orElse(null), from, overlap);
      } catch (SourceException | SuspiciousAnswerException e) {
        return StreamReading.failed(stream, options, guard, from, e.getMessage());
      }
    }

    /**
     * Moves a stream's cursor past a batch whose rows are stored; not of a batch without a page.
     *
     * @throws io.cascadian.store.LostLockException when another process holds the lock by now
     */
    void advance(Batch batch) {
      if (batch.to() == null) {
        return;
      }
      StreamReading reading = batch.reading();
      cursors.advance(guard, reading.stream().name(), batch.to(), reading.blockHash(), batch.records());
    }

    /**
     * Waits for a stream's last batch and adds the stream's report to those of the run.
     *
     * @throws Exception when a batch could not be stored
     */
    StreamReport ended(StreamReading reading) throws Exception {
      StreamReport read = reading.finish();
      report.add(read);
      readsResolutionTimes |= RecordKind.find(reading.stream().target()).filter(kind -> kind == RecordKind.RESOLUTION_TIME).isPresent();
      return read;
    }

    /** Finishes the ingestion without the list of streams that the routes define. */
    public StepResult finish() {
      return finish(Set.of());
    }

    /**
     * Finishes the ingestion of a run.
     *
     * @param defined streams that the routes define, whether or not this run reads them
     * @return with a warning for each stream that is stored or defined and was not read, and for each of which too much was rejected
     * @throws IngestFailedException when a stream was not read to its end
     */
    public StepResult finish(Set<String> defined) {
      if (readsResolutionTimes) {
        report.contradictedPayouts(clickHouse.queryLong(Sql.load("ingest/contradicted-payouts"), Map.of("fence", guard.fence())));
      }
      return report.result(pins.sourceTime().orElse(null), cursors.all(), defined);
    }

    /** Corrects the last events before the cursor that the source has changed. */
    private Difference overlap(StreamDefinition stream, Cursors.Stored from, Pin pin) throws SourceException {
      if (from.position().equals(Cursor.START) || StreamRows.of(stream).isEmpty()) {
        return Difference.NONE;
      }
      long seconds = overlap(stream, from).toSeconds();
      if (seconds == 0) {
        return Difference.NONE;
      }
      // where ids do not give positions, the cursor's second is compared whole: events of it that are not read yet are stored a little early
      Cursor to = stream.positionsAreIds() ? from.position() : new Cursor(from.position().order() + 1, "");
      Window window = new Window(new Cursor(Math.max(0, from.position().order() - seconds), ""), to);
      try (WindowComparison open = comparisons.open(stream, pin)) {
        Difference found = open.compare(window, WindowComparison.Mode.REPAIR);
        if (!found.isNone()) {
          LOG.warn("Stream {}: the source changed events of {}: {} corrected, {} tombstoned; numbers follow with the next publication",
              stream.name(), window, found.corrected(), found.gone());
        }
        return found;
      }
    }

    /** Returns how far back, in data time, what a stream has stored is in doubt. */
    private Duration overlap(StreamDefinition stream, Cursors.Stored from) throws SourceException {
      if (source.isCanonical(stream, from.block(), cursors.blockHash(stream.name()).orElse(null))) {
        return comparison.overlap();
      }
      LOG.warn("Stream {}: block {}, which the last run was pinned to, is no longer part of the chain (reorganisation); comparing {}",
          stream.name(), from.block(), REORGANISED);
      return comparison.overlap().compareTo(REORGANISED) > 0 ? comparison.overlap() : REORGANISED;
    }
  }
}
