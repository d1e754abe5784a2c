package io.cascadian.ingest;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Compares periods of history with the source, window by window, and removes differences: backfill, gap search, reconciliation.
 *
 * <p>All three work the same way, and none moves a cursor. Called again after it was cut off, the work resumes after the
 * last finished window; called again after its end, it starts over and finds nothing to write. Called under the run lock; not thread-safe.
 */
public final class History {

  private static final long MOST_WINDOWS = 200_000;

  private final MarketEventSource source;
  private final ClickHouse clickHouse;
  private final Contracts contracts;
  private final DeadLetters deadLetters;
  private final Cursors cursors;
  private final HistoryProgress progress;
  private final StoredEvents stored;
  private final IngestOptions reading;
  private final ComparisonOptions options;

  public History(
      MarketEventSource source, ClickHouse clickHouse, Postgres postgres, DeadLetters deadLetters, Contracts contracts,
      IngestOptions reading, ComparisonOptions options) {
    this.source = source;
    this.clickHouse = clickHouse;
    this.contracts = contracts;
    this.deadLetters = deadLetters;
    this.cursors = new Cursors(postgres);
    this.progress = new HistoryProgress(postgres);
    this.stored = new StoredEvents(clickHouse);
    this.reading = reading;
    this.options = options;
  }

  /** Selects the streams of events with a time, which can be compared. */
  public static List<StreamDefinition> comparable(List<StreamDefinition> streams) {
    return streams.stream().filter(stream -> StreamRows.of(stream).isPresent()).toList();
  }

  /**
   * Executes the request. Windows that are finished before a failure stay finished.
   *
   * @throws SuspiciousAnswerException when the source would have more stored events tombstoned than is credible
   * @throws SourceException when it could not be read
   * @throws IllegalArgumentException when a stream has no events in time
   */
  public HistoryReport compare(HistoryRequest request, FenceGuard guard) throws SourceException {
    WindowComparisons comparisons =
        new WindowComparisons(source, clickHouse, deadLetters, contracts, guard, reading, options);
    request.streams().forEach(comparisons::rows);
    HistoryReport report = new HistoryReport(request.dryRun());
    Pins pins = new Pins(source, reading.confirmations());
    for (StreamDefinition stream : request.streams()) {
      report.stream(stream.name());
      Pin pin = pin(pins, stream);
      Window stretch = stretch(request, stream, pin, comparisons);
      if (stretch != null && !isUnknown(comparisons, stream, pin)) {
        new StreamTask(request, guard, comparisons, stream, stretch, pin, report).run();
      }
    }
    return report;
  }

  private Pin pin(Pins pins, StreamDefinition stream) throws SourceException {
    Cursors.Stored cursor = cursors.load(stream.name()).orElse(null);
    long newest = Math.max(cursor == null ? 0 : cursor.block(), progress.newestPin(stream.name()));
    return pins.of(stream, newest, cursor == null ? null : cursor.deployment());
  }

  /** Returns whether neither side has an event of the stream: then an empty answer is no reason for doubt. */
  private boolean isUnknown(WindowComparisons comparisons, StreamDefinition stream, Pin pin) throws SourceException {
    return stored.after(comparisons.rows(stream), 0).events() == 0 && comparisons.reader(stream, pin).first().isEmpty();
  }

  /**
   * Returns what is to be compared of a stream; null when neither the request nor its cursor gives a period. Without a period in the request, it is
   * all that runs have read, also where nothing is stored of it any more. A stream that the last run left out has a tail that no run reads.
   */
  private Window stretch(HistoryRequest request, StreamDefinition stream, Pin pin, WindowComparisons comparisons) throws SourceException {
    if (request.from() != null && request.to() != null) {
      return Window.ofSeconds(request.from().getEpochSecond(), request.to().getEpochSecond());
    }
    StoredEvents.Extent extent = stored.after(comparisons.rows(stream), 0);
    Cursors.Stored cursor = cursors.load(stream.name()).orElse(null);
    if (extent.events() == 0 && cursor == null) {
      return null;
    }
    long from = request.from() == null ? begin(extent, cursor, comparisons.reader(stream, pin)) : request.from().getEpochSecond();
    long until = request.to() == null ? end(extent, cursor, stream, pin) : request.to().getEpochSecond();
    return from >= until ? null : Window.ofSeconds(from, until);
  }

  private static long begin(StoredEvents.Extent extent, Cursors.Stored cursor, WindowReader source) throws SourceException {
    OptionalLong first = cursor == null ? OptionalLong.empty() : source.first();
    return extent.events() == 0 ? first.orElse(Long.MAX_VALUE) : Math.min(extent.first(), first.orElse(Long.MAX_VALUE));
  }

  private long end(StoredEvents.Extent extent, Cursors.Stored cursor, StreamDefinition stream, Pin pin) {
    long until = extent.events() == 0 ? 0 : extent.last() + 1;
    if (cursor != null) {
      until = Math.max(until, cursor.position().order() + 1);
    }
    boolean leftOut = cursor != null && cursors.isLeftOut(stream.name());
    return leftOut && pin.head().timestamp() != null ? Math.max(until, pin.head().timestamp() + 1) : until;
  }

  /** Returns the streams that runs have read once and that are not among those defined now, so that nothing can be compared of them. */
  public List<String> undefined(Collection<String> defined) {
    return cursors.all().keySet().stream().filter(stream -> !defined.contains(stream)).toList();
  }

  /** Executes one stream's part of the work. */
  private final class StreamTask {
    private final HistoryRequest request;
    private final FenceGuard guard;
    private final WindowComparisons comparisons;
    private final StreamDefinition stream;
    private final Window stretch;
    private final Pin pin;
    private final HistoryReport report;
    private final long seconds;
    private HistoryProgress.Work work;
    private HistoryPace pace;

    private StreamTask(
        HistoryRequest request, FenceGuard guard, WindowComparisons comparisons, StreamDefinition stream, Window stretch, Pin pin,
        HistoryReport report) {
      this.request = request;
      this.guard = guard;
      this.comparisons = comparisons;
      this.stream = stream;
      this.stretch = stretch;
      this.pin = pin;
      this.report = report;
      this.seconds = request.window().toSeconds();
    }

    private void run() throws SourceException {
      if (stretch.tiles(seconds) > MOST_WINDOWS) {
        throw new IllegalArgumentException("more than " + MOST_WINDOWS + " windows of " + request.window() + "; ask for longer ones");
      }
      work = request.dryRun() ? null : progress.open(request.kind(), stream.name(), stretch, pin, guard);
      List<Window> open = open();
      pace = new HistoryPace(request.kind().label() + " " + stream.name(), open.stream().mapToLong(Window::seconds).sum());
      try (WindowComparison comparison = comparisons.open(stream, pin)) {
        for (Window part : open) {
          if (request.kind() == HistoryKind.GAPS) {
            gaps(comparison, part);
          } else {
            comparison.compare(part, seconds, request.mode(), this::done);
          }
        }
      }
      if (work != null) {
        work.end();
      }
    }

    /** Returns what is left of the period: whole windows, those that follow each other taken together. */
    private List<Window> open() {
      List<Window> open = new ArrayList<>();
      for (long number = 0; number < stretch.tiles(seconds); number++) {
        Window window = stretch.tile(number, seconds);
        if (work != null && work.isDone(window)) {
          report.doneBefore();
        } else if (!open.isEmpty() && open.get(open.size() - 1).to().equals(window.after())) {
          open.add(new Window(open.remove(open.size() - 1).after(), window.to()));
        } else {
          open.add(window);
        }
      }
      return open;
    }

    private void done(Window part, Map<Window, Difference> finished, long events) {
      finished.forEach((window, found) -> report.compared(stream.name(), window, found));
      if (work != null) {
        work.done(finished, pin);
      }
      pace.done(part, events);
    }

    /** Counts as many windows together as have some pages of stored events, and compares those that the source has another number in. */
    private void gaps(WindowComparison comparison, Window part) throws SourceException {
      Map<Long, Long> storedEvents = stored.byWindow(comparisons.rows(stream), part, seconds);
      WindowReader ids = comparisons.reader(withIdsOnly(), pin);
      long first = 0;
      long expected = 0;
      for (long number = 0; number < part.tiles(seconds); number++) {
        expected += storedEvents.getOrDefault(number, 0L);
        if (expected >= (long) reading.pagesPerRequest() * reading.pageSize() || number == part.tiles(seconds) - 1) {
          Window counted = new Window(part.tile(first, seconds).after(), part.tile(number, seconds).to());
          Map<Long, Long> events = new HashMap<>();
          ids.read(counted.split(SliceSize.lanes(expected, reading)),
              (lane, record) -> events.merge((record.position().order() - part.after().order()) / seconds, 1L, Long::sum));
          settle(comparison, part, first, number, storedEvents, events);
          first = number + 1;
          expected = 0;
        }
      }
    }

    private void settle(
        WindowComparison comparison, Window part, long first, long last, Map<Long, Long> storedEvents, Map<Long, Long> events)
        throws SourceException {
      for (long number = first; number <= last; number++) {
        Window window = part.tile(number, seconds);
        long counted = events.getOrDefault(number, 0L);
        Difference found = storedEvents.getOrDefault(number, 0L) == counted ? Difference.NONE : comparison.compare(window, request.mode());
        done(window, Map.of(window, found), counted);
      }
    }

    private StreamDefinition withIdsOnly() {
      return new StreamDefinition(stream.name(), stream.source(), stream.endpoint(), stream.collection(), List.of("id", stream.orderBy()),
          stream.orderBy(), stream.target(), stream.era());
    }
  }
}
