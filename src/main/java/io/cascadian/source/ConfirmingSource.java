package io.cascadian.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms that nothing follows where a page shows so: servers under load have answered with success and an empty list, and others cap pages silently.
 *
 * <p>Where a page shows that nothing follows, or nothing lies between two times, the records from just before that place are asked for. The
 * answer has to show something that proves that the server sees the place: the last record known, or the first one beyond. What it shows
 * within is taken; there was no end. A bounded stretch that was answered with fewer records than the server has given at once before is not doubted. When it shows nothing, the stream's first record is asked for beside it: with that one missing too the
 * answer is a failure, with it there a reorganisation has taken the last record and the end holds.
 *
 * <p>A stream of which nothing has been read yet has nothing to show; it is asked twice. Costs one call for each end. Thread-safe.
 */
public final class ConfirmingSource implements MarketEventSource {

  private static final Logger LOG = LoggerFactory.getLogger(ConfirmingSource.class);
  /** Characters dropped from an id: two, because ids of bytes are only understood in pairs of hex digits. */
  private static final int DROPPED = 2;
  /** More records than ids can differ in the dropped part. */
  private static final int ROWS = 300;

  private final MarketEventSource source;
  /** The most records of a page, by stream: a server that gave so many caps no smaller page. */
  private final Map<String, Integer> mostRecords = new ConcurrentHashMap<>();

  public ConfirmingSource(MarketEventSource source) {
    this.source = source;
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    return source.head(stream);
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    return pages(List.of(request)).get(0);
  }

  @Override
  public List<Page> pages(List<PageRequest> requests) throws SourceException {
    List<Page> pages = new ArrayList<>(source.pages(requests));
    List<Integer> doubtful = new ArrayList<>();
    List<PageRequest> again = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      if (isDoubtful(requests.get(i), pages.get(i))) {
        doubtful.add(i);
        again.add(around(requests.get(i), pages.get(i).next()));
      }
    }
    if (!again.isEmpty()) {
      List<Page> shown = source.pages(again);
      for (int i = 0; i < again.size(); i++) {
        int page = doubtful.get(i);
        pages.set(page, confirmed(requests.get(page), pages.get(page), again.get(i), shown.get(i)));
      }
    }
    return pages;
  }

  /** Returns whether a page shows that nothing follows, without other evidence than the page itself. */
  private boolean isDoubtful(PageRequest request, Page page) {
    int records = page.records().size();
    int most = mostRecords.merge(request.stream().name(), records, Math::max);
    return page.last() && (request.until() == null || records == 0 || records == most);
  }

  /** Returns a request that starts just before the record of the cursor and has no end. */
  private static PageRequest around(PageRequest request, Cursor cursor) {
    Cursor before = new Cursor(cursor.order(), cursor.id().substring(0, Math.max(0, cursor.id().length() - DROPPED)));
    return new PageRequest(request.stream(), before, null, request.changedSince(), request.block(), request.deployment(), ROWS);
  }

  private Page confirmed(PageRequest request, Page end, PageRequest around, Page first) throws SourceException {
    Cursor reached = end.next();
    Page shown = first;
    if (proves(reached, shown)) {
      // seen
    } else if (nothingReadBefore(reached)) {
      LOG.debug("Stream {}: confirmed as empty by a second answer", request.stream().name());
    } else {
      List<Page> both = source.pages(List.of(around, around.between(Cursor.START, null)));
      if (both.get(1).records().isEmpty()) {
        throw new SourceUnavailableException(request.stream().endpoint(), 200, null, false,
            "the answer has no records after " + reached + " in " + request.stream().collection()
                + ", but none before either, and there are some", null);
      }
      shown = both.get(0);
      if (!reached.id().isEmpty() && !proves(reached, shown)) {
        LOG.warn("Stream {}: the source no longer has {}, the last record read; the overlap is compared with it", request.stream().name(), reached);
      }
    }
    List<SourceRecord> following = shown.records().stream()
        .filter(record -> isWithin(request, reached, record.position())).limit(request.limit()).toList();
    if (following.isEmpty()) {
      return end;
    }
    LOG.warn("Stream {}: the source returned nothing after {}, and then {}; reading on", request.stream().name(), reached,
        following.get(0).position());
    return end.records().isEmpty()
        ? new Page(following, following.get(following.size() - 1).position(), false)
        : new Page(end.records(), reached, false);
  }

  private static boolean nothingReadBefore(Cursor cursor) {
    return cursor.order() == 0 && cursor.id().isEmpty();
  }

  /** Returns whether an answer from around the cursor shows that its server sees the place: the record itself, or what follows a mere time. */
  private static boolean proves(Cursor cursor, Page shown) {
    return cursor.id().isEmpty()
        ? !shown.records().isEmpty()
        : shown.records().stream().anyMatch(record -> record.position().equals(cursor));
  }

  private static boolean isWithin(PageRequest request, Cursor reached, Cursor position) {
    return position.compareTo(reached) > 0 && (request.until() == null || position.order() <= request.until());
  }
}
