package io.cascadian.ingest;

import io.cascadian.ingest.WindowPlan.Window;
import io.cascadian.observe.LogContext;
import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads the pages of a time-ordered stream ahead in parallel and hands them over in order and without a gap.
 *
 * <p>The time between the cursor and the source's head is cut into windows; several windows go into one request, several requests are under
 * way at once. Pages are handed over strictly in order, so that one cursor can move past them. A failure is handed over
 * in its place, after everything before it; nothing is asked for after it. What is read ahead is bounded, however long the history.
 *
 * <p>Thread-safe inside; {@link #next} is called by one thread.
 */
final class PageReader implements AutoCloseable {

  private final MarketEventSource source;
  private final PageRequest whole;
  private final long end;
  private final IngestOptions options;
  private final WindowPlan plan;
  private final ExecutorService requests;

  // guarded by this: the segments not handed over yet, in order of time, and where the part begins that is not cut into segments yet
  private Segment first;
  private Segment last;
  private Cursor rest;
  private Cursor delivered;
  private int underWay;
  private long readAhead;
  private boolean stopped;

  /** Tracks a window and its page. */
  private static final class Segment {
    private final Window window;
    private boolean requested;
    private Page page;
    private Throwable failure;
    private Segment next;

    private Segment(Window window) {
      this.window = window;
    }
  }

  /**
   * @param whole from the cursor on, without an end
   * @param end the newest second that there can be rows in, UTC; null when the source does not say, and then pages are read one by one
   */
  PageReader(MarketEventSource source, PageRequest whole, Long end, IngestOptions options) {
    this.source = source;
    this.whole = whole;
    this.end = end == null ? Long.MIN_VALUE : end;
    this.options = options;
    this.plan = new WindowPlan(whole.limit());
    this.delivered = whole.after();
    // the first page shows how dense the stream is
    first = last = new Segment(new Window(whole.after(), null));
    this.requests = Executors.newFixedThreadPool(options.parallelRequests(), task -> {
      Thread thread = new Thread(task, "ingest-reader");
      thread.setDaemon(true);
      return thread;
    });
  }

  /**
   * Returns the next page; its cursor is that of the last record handed over so far, and it is the last one when nothing follows under the pin.
   *
   * @throws SourceException when the page could not be had
   */
  synchronized Page next() throws SourceException {
    schedule();
    while (first.page == null && first.failure == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while reading " + whole.stream().name(), e);
      }
    }
    if (first.failure instanceof SourceException e) {
      throw e;
    }
    if (first.failure instanceof RuntimeException e) {
      throw e;
    }
    if (first.failure instanceof Error e) {
      throw e;
    }
    Page page = first.page;
    readAhead -= page.records().size();
    first = first.next;
    if (!page.records().isEmpty()) {
      delivered = page.next();
    }
    schedule();
    return new Page(page.records(), delivered, first == null);
  }

  private void schedule() {
    while (!stopped && underWay < options.parallelRequests()) {
      boolean awaited = first == null || !first.requested;
      if (!awaited && readAhead >= options.readAheadRows()) {
        return;
      }
      List<Segment> wanted = unrequested();
      while (wanted.size() < options.pagesPerRequest() && rest != null) {
        wanted.add(cut());
      }
      if (wanted.isEmpty()) {
        return;
      }
      wanted.forEach(segment -> segment.requested = true);
      underWay++;
      requests.execute(LogContext.carried(() -> fetch(wanted)));
    }
  }

  private List<Segment> unrequested() {
    List<Segment> found = new ArrayList<>();
    for (Segment segment = first; segment != null && found.size() < options.pagesPerRequest(); segment = segment.next) {
      if (!segment.requested) {
        found.add(segment);
      }
    }
    return found;
  }

  private Segment cut() {
    Segment segment = new Segment(plan.next(rest, end));
    rest = segment.window.until() == null ? null : WindowPlan.following(segment.window);
    if (first == null) {
      first = segment;
    } else {
      last.next = segment;
    }
    last = segment;
    return segment;
  }

  private void fetch(List<Segment> segments) {
    List<Page> pages = null;
    Throwable failure = null;
    try {
      pages = source.pages(segments.stream().map(s -> whole.between(s.window.after(), s.window.until())).toList());
    } catch (SourceException | RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      underWay--;
      try {
        if (pages != null) {
          arrived(segments, pages);
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (failure == null) {
        schedule();
      } else {
        // a thread that waits for a page must be woken, whatever failed
        stopped = true;
        for (Segment segment : segments) {
          segment.failure = failure;
        }
      }
      notifyAll();
    }
  }

  private void arrived(List<Segment> segments, List<Page> pages) {
    long seconds = 0;
    long rows = 0;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      Page page = pages.get(i);
      segment.page = page;
      long covered = seconds(segment.window, page);
      seconds += covered;
      rows += page.records().size();
      if (!page.last()) {
        remainder(segment, page, covered);
      }
    }
    readAhead += rows;
    plan.seen(seconds, rows);
  }

  /** Returns the seconds of the window that the page covers. */
  private long seconds(Window window, Page page) {
    if (page.records().isEmpty() && window.until() == null) {
      return 1;
    }
    // before the very first record there is no density
    long from = window.after().order() == 0 && !page.records().isEmpty() ? page.records().get(0).position().order() : window.after().order();
    long to = !page.last() ? page.next().order() : window.until() != null ? window.until() : Math.max(from, end);
    return to - from + 1;
  }

  private void remainder(Segment segment, Page page, long seconds) {
    Long until = segment.window.until();
    if (until == null) {
      // only the last segment has no end; what follows its page is cut when it is wanted
      rest = page.next();
      return;
    }
    Segment before = segment;
    for (Window window : plan.split(new Window(page.next(), until), seconds, page.records().size())) {
      Segment piece = new Segment(window);
      piece.next = before.next;
      before.next = piece;
      if (before == last) {
        last = piece;
      }
      before = piece;
    }
  }

  @Override
  public synchronized void close() {
    stopped = true;
    requests.shutdownNow();
  }
}
