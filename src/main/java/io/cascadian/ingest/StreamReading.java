package io.cascadian.ingest;

import io.cascadian.observe.LogContext;
import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.FenceGuard;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Reads one stream from its cursor to the pinned block in one run: hands out pages, turns them into rows, and reports what was read.
 *
 * <p>The route {@code read-stream} takes the pages in order and carries the rows to the store; this class holds what must be known from the first page
 * to the last. After a failure of the source no page follows but an empty last one, so that what was read before is stored. Used by one
 * thread, but for {@link #batches}.
 */
final class StreamReading {

  private final StreamDefinition stream;
  private final MarketEventSource source;
  private final RecordMapper mapper;
  private final IngestOptions options;
  private final FenceGuard guard;
  private final Pin pin;
  private final String blockHash;
  private final Cursors.Stored from;
  private final Difference overlap;
  private final StreamProgress progress;
  private final BatchTracker batches;
  private final Map<String, String> logContext = LogContext.snapshot();

  // of the reading thread
  private final Rejections rejections;
  private Cursors.Stored reached;
  private long pagesRead;
  private long events;
  private long rows;
  private String failure;
  private boolean ended;

  /**
   * @param mapper null when the stream could not be opened
   * @param pin null like it
   * @param blockHash that the source reports of the pinned block; null when it reports none
   * @param from position that the last run reached
   * @param overlap what the comparison of the last stored events with the source changed
   */
  StreamReading(StreamDefinition stream, MarketEventSource source, RecordMapper mapper, IngestOptions options, FenceGuard guard, Pin pin,
      String blockHash, Cursors.Stored from, Difference overlap) {
    this.stream = stream;
    this.source = source;
    this.mapper = mapper;
    this.options = options;
    this.guard = guard;
    this.pin = pin;
    this.blockHash = blockHash;
    this.from = from;
    this.reached = from;
    this.overlap = overlap;
    this.batches = new BatchTracker(stream.name());
    this.rejections = new Rejections(stream, options.maxRejected());
    this.progress = new StreamProgress(stream, pin == null ? null : pin.head().timestamp());
  }

  /** Returns the reading of a stream that could not be opened: it has no pages, and its report has the cause. */
  static StreamReading failed(StreamDefinition stream, IngestOptions options, FenceGuard guard, Cursors.Stored from, String failure) {
    StreamReading reading = new StreamReading(stream, null, null, options, guard, null, null, from, Difference.NONE);
    reading.failure = failure;
    reading.ended = true;
    return reading;
  }

  /** Returns what distinguishes this reading from others of the process. */
  String key() {
    return stream.name() + "|" + guard.fence();
  }

  /** Returns what log lines about this reading belong to. */
  Map<String, String> logContext() {
    return logContext;
  }

  StreamDefinition stream() {
    return stream;
  }

  FenceGuard guard() {
    return guard;
  }

  /** Returns the tracker of this reading's batches. */
  BatchTracker batches() {
    return batches;
  }

  IngestOptions options() {
    return options;
  }

  /** Returns the hash of the pinned block, which is stored with the cursor; null when the source reports none. */
  String blockHash() {
    return blockHash;
  }

  /**
   * Returns the pages in order, each read when it is asked for or ahead of that. Asked once. Asking for a page waits while more than one batch is on its
   * way to the store, so that memory stays bounded; after a batch could not be stored there are no more pages.
   */
  Pages pages() {
    return new Pages();
  }

  /** Iterates over the pages; closing it ends what is being read ahead. */
  final class Pages implements Iterator<Page>, AutoCloseable {

    private final PageReader ahead =
        mapper == null || stream.byId() ? null : new PageReader(source, request(from.position()), pin.head().timestamp(), options);
    private Cursor position = from.position();

    private Pages() {}

    @Override
    public boolean hasNext() {
      return !ended && batches.awaitCapacity();
    }

    @Override
    public Page next() {
      if (ended) {
        throw new NoSuchElementException();
      }
      try {
        Page page = ahead == null ? source.page(request(position)) : ahead.next();
        position = stream.byId() ? new Cursor(position.order(), page.next().id()) : page.next();
        ended = page.last();
        return new Page(page.records(), position, page.last());
      } catch (SourceException e) {
        return failed(e);
      }
    }

    private Page failed(SourceException e) {
      end(e.getMessage());
      return new Page(List.of(), position, true);
    }

    @Override
    public void close() {
      if (ahead != null) {
        ahead.close();
      }
    }
  }

  /** Ends the reading early: what was read before is stored, and the report has the failure. */
  private void end(String why) {
    failure = why;
    ended = true;
  }

  private PageRequest request(Cursor position) {
    return stream.byId()
        ? new PageRequest(
            stream, new Cursor(0, position.id()), null, from.position().order(), pin.block(), pin.head().deployment(), options.pageSize())
        : new PageRequest(stream, position, null, null, pin.block(), pin.head().deployment(), options.pageSize());
  }

  /** Turns a page of records into a page of rows; records that cannot be used come back beside them. */
  PageRows map(Page page) {
    if (failure != null) {
      return PageRows.endOf(this);
    }
    pagesRead++;
    Rows mapped = new Rows();
    for (SourceRecord record : page.records()) {
      try {
        rows += mapper.map(stream, record, guard.fence(), mapped);
      } catch (RejectedRecordException e) {
        rejections.add(record, e);
      }
    }
    if (events == 0 && !page.records().isEmpty()) {
      progress.first(page.records().get(0).position());
    }
    events += page.records().size();
    Cursors.Stored before = reached;
    reached = page.last() ? end(page.next()) : new Cursors.Stored(page.next(), scanBlock(), pin.head().deployment());
    progress.reached(page.next(), events, page.last());
    return new PageRows(this, mapped, page.records().size(), before, reached, page.last(), rejections.take());
  }

  /**
   * Reports that the rejected records of a page are in the dead letters, and ends the reading when there have been too many of them.
   *
   * @return what goes on to the store: the page, or none of it when it ends the reading
   */
  PageRows rejectedStored(PageRows page) {
    try {
      rejections.stored(page.rejected());
      return page;
    } catch (SourceException e) {
      end(e.getMessage());
      return PageRows.endOf(this);
    }
  }

  /** Returns the block of the scan; a resumed scan keeps the block of its start, and later changes are in the next scan. */
  private long scanBlock() {
    return stream.byId() && !from.position().id().isEmpty() ? from.block() : pin.block();
  }

  private Cursors.Stored end(Cursor position) {
    // a scan that found nothing asks from the same block again, which costs the same; a list that was empty by mistake is made good so
    boolean nothing = events == 0 && from.position().id().isEmpty();
    Cursor next = !stream.byId() ? position : nothing ? from.position() : new Cursor(scanBlock() + 1, "");
    return new Cursors.Stored(next, pin.block(), pin.head().deployment());
  }

  /**
   * Waits until all batches are stored, and reports.
   *
   * @throws Exception when one could not be stored: the failure of the store, or the loss of the lock
   */
  StreamReport finish() throws Exception {
    Cursors.Stored stored = batches.awaitAll();
    Cursors.Stored to = stored == null ? from : stored;
    Set<String> passing = mapper == null ? Set.of() : mapper.passingReasons();
    return new StreamReport(stream.name(), pagesRead, events, rows, rejections.byReason(), rejections.countWithout(passing),
        from.position().toString(), to.position().toString(), pin == null ? from.block() : pin.block(), progress.seconds(), failure).with(overlap);
  }
}
