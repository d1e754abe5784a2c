package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads all records that the source has of a stream in given windows, under the pinned block. Not thread-safe. */
final class WindowReader {

  private final MarketEventSource source;
  private final StreamDefinition stream;
  private final Pin pin;
  private final int pageSize;

  WindowReader(MarketEventSource source, StreamDefinition stream, Pin pin, int pageSize) {
    this.source = source;
    this.stream = stream;
    this.pin = pin;
    this.pageSize = pageSize;
  }

  /** Receives the records of each window, in no particular order of windows. */
  interface Sink {

    /** @param window number of the window that the record is in */
    void take(int window, SourceRecord record) throws SourceException;

    /** Returns whether to read on; called between pages. */
    default boolean wantsMore() {
      return true;
    }
  }

  private static final class Lane {
    private final int number;
    private final Window window;
    private Cursor position;

    private Lane(int number, Window window) {
      this.number = number;
      this.window = window;
      this.position = window.after();
    }
  }

  /**
   * Reads the windows side by side, a page of each at a time.
   *
   * @return whether they were read to their ends; else the sink had enough
   */
  boolean read(List<Window> windows, Sink sink) throws SourceException {
    List<Lane> open = new ArrayList<>();
    windows.forEach(window -> open.add(new Lane(open.size(), window)));
    while (!open.isEmpty()) {
      if (!sink.wantsMore()) {
        return false;
      }
      List<Page> pages = source.pages(open.stream().map(this::request).toList());
      for (int i = pages.size() - 1; i >= 0; i--) {
        Lane lane = open.get(i);
        Page page = pages.get(i);
        // the source knows an end in seconds only: what lies after the window in its last second is left out here
        for (SourceRecord record : page.records()) {
          if (lane.window.contains(record.position())) {
            sink.take(lane.number, record);
          }
        }
        lane.position = page.next();
        if (page.last()) {
          open.remove(i);
        }
      }
    }
    return true;
  }

  /** Returns the order, seconds for a stream of events, of the first record that the source has of the stream; empty when it has none at all. */
  OptionalLong first() throws SourceException {
    return source.page(new PageRequest(stream, Cursor.START, null, null, pin.block(), pin.head().deployment(), 1)).records().stream()
        .mapToLong(record -> record.position().order()).findFirst();
  }

  private PageRequest request(Lane lane) {
    return new PageRequest(stream, lane.position, lane.window.lastSecond(), null, pin.block(), pin.head().deployment(), pageSize);
  }
}
