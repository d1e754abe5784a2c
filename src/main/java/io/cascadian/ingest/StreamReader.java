package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream from its cursor to the pinned block: pages into batches, batches to the writer.
 *
 * <p>Used once, by one thread; the writer inserts the previous batch meanwhile.
 */
final class StreamReader {

  private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  private final MarketEventSource source;
  private final StreamDefinition stream;
  private final RecordMapper mapper;
  private final IngestOptions options;
  private final FenceGuard guard;
  private final SourceHead head;
  private final long pin;

  private final long begin = System.nanoTime();
  private final Rejections rejections;
  private long pagesRead;
  private long events;
  private long rows;
  private long firstOrder;
  private long nextProgress = begin + PROGRESS_NANOS;

  StreamReader(
      MarketEventSource source, StreamDefinition stream, RecordMapper mapper, DeadLetters deadLetters, IngestOptions options,
      FenceGuard guard, SourceHead head, long pin) {
    this.source = source;
    this.stream = stream;
    this.mapper = mapper;
    this.rejections = new Rejections(stream, deadLetters, options.maxRejected());
    this.options = options;
    this.guard = guard;
    this.head = head;
    this.pin = pin;
  }

  /**
   * Reads to the end, or to the first failure, which the report then holds; everything before it is stored.
   *
   * @throws io.cascadian.store.StoreException when rows, cursor or a dead letter could not be stored
   */
  StreamReport read(Cursors.Stored from, BatchWriter writer) {
    String failure = null;
    Batch batch = new Batch(from);
    try (PageReader pages = stream.byId() ? null : new PageReader(source, request(from.position(), from), head.timestamp(), options)) {
      Cursor position = from.position();
      for (boolean last = false; !last; ) {
        Page page = pages == null ? source.page(request(position, from)) : pages.next();
        pagesRead++;
        for (SourceRecord record : page.records()) {
          add(record, batch);
        }
        rejections.keep();
        last = page.last();
        position = stream.byId() ? new Cursor(position.order(), page.next().id()) : page.next();
        batch.reached(last ? end(position, from) : new Cursors.Stored(position, scanBlock(from), deployment()));
        if (last || batch.isFull(options)) {
          writer.write(batch);
          batch = new Batch(batch.to());
        }
        progress(position, last);
      }
    } catch (SourceException e) {
      failure = e.getMessage();
      if (batch.to() != null && batch.records() > 0) {
        writer.write(batch);
      }
    }
    Cursors.Stored to = writer.finish();
    return new StreamReport(
        stream.name(), pagesRead, events, rows, rejections.byReason(), from.position().toString(),
        (to == null ? from : to).position().toString(), pin, (System.nanoTime() - begin) / 1e9, failure);
  }

  private PageRequest request(Cursor position, Cursors.Stored from) {
    return stream.byId()
        ? new PageRequest(stream, new Cursor(0, position.id()), null, from.position().order(), pin, head.deployment(), options.pageSize())
        : new PageRequest(stream, position, null, null, pin, head.deployment(), options.pageSize());
  }

  /** A scan that is resumed keeps the block at which it began: what changed since then behind its position is in the next scan. */
  private long scanBlock(Cursors.Stored from) {
    return stream.byId() && !from.position().id().isEmpty() ? from.block() : pin;
  }

  private Cursors.Stored end(Cursor position, Cursors.Stored from) {
    // a scan that found nothing is asked for from the same block again, which costs the same; a list that was empty by mistake is made good so
    boolean nothing = events == 0 && from.position().id().isEmpty();
    Cursor next = !stream.byId() ? position : nothing ? from.position() : new Cursor(scanBlock(from) + 1, "");
    return new Cursors.Stored(next, pin, deployment());
  }

  private String deployment() {
    return head.deployment();
  }

  private void add(SourceRecord record, Batch batch) {
    try {
      int added = mapper.map(stream, record, guard.fence(), batch.rows());
      rows += added;
    } catch (RejectedRecordException e) {
      rejections.add(record, e);
    }
    if (events++ == 0) {
      firstOrder = record.position().order();
    }
    batch.counted();
  }

  private void progress(Cursor position, boolean last) {
    long now = System.nanoTime();
    if (now < nextProgress && !(last && events > 0)) {
      return;
    }
    nextProgress = now + PROGRESS_NANOS;
    double seconds = (now - begin) / 1e9;
    LOG.info("  {}: {} events, {}/s{}{}", stream.name(), String.format("%,d", events), String.format("%,d", Math.round(events / seconds)),
        stream.byId() ? "" : ", at " + Instant.ofEpochSecond(position.order()), last ? ", up to date" : toGo(position, seconds));
  }

  /** An estimate that takes the rest of the history to be as dense as the part that has been read. */
  private String toGo(Cursor position, double seconds) {
    if (stream.byId() || head.timestamp() == null || position.order() == firstOrder) {
      return "";
    }
    double part = (position.order() - firstOrder) / (double) Math.max(1, head.timestamp() - firstOrder);
    long left = Math.round(seconds / part * (1 - part));
    return String.format(", about %d:%02d to go", left / 60, left % 60);
  }
}
