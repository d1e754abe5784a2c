package io.cascadian.source.subgraph;

import io.cascadian.exchange.OutboundRoute;
import io.cascadian.exchange.RouteClient;
import io.cascadian.source.Cursor;
import io.cascadian.source.FieldSelection;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads market events from subgraphs, whole and in order, or reports a typed failure.
 *
 * <p>Every page is asked for under a pinned block together with {@code _meta}, so that a replica that lags behind the pin, another
 * deployment or an indexing error is noticed on the page it concerns. Requests go through the route {@code direct:goldsky-query}, which limits their rate
 * and retries what may pass; when the server finds a request too large, it is asked for fewer pages at once, then for smaller ones, and for more again
 * later. Thread-safe.
 */
public final class SubgraphSource implements MarketEventSource {

  private final OutboundRoute route;
  private final Keyset keyset;
  private final Map<String, RequestSize> sizes = new ConcurrentHashMap<>();
  private final AtomicLong smaller = new AtomicLong();
  /** The most records of one list, by stream: a server that gave so many caps no shorter list. */
  private final Map<String, Integer> mostRecords = new ConcurrentHashMap<>();

  private SubgraphSource(RouteClient routes, String uri, Keyset keyset) {
    this.route = new OutboundRoute(routes, uri);
    this.keyset = keyset;
  }

  /** @param keyset how the records after a given one are asked for */
  public SubgraphSource(RouteClient routes, Keyset keyset) {
    this(routes, "direct:goldsky-query", keyset);
  }

  /** Creates a source that asks once, within a few seconds, for health checks. */
  public static SubgraphSource probe(RouteClient routes) {
    return new SubgraphSource(routes, "direct:goldsky-probe", Keyset.OR);
  }

  /** Requests sent so far. */
  public long requests() {
    return route.requests();
  }

  /** Returns the number of requests that retried a failed one, with the same or a smaller size. */
  public long repeated() {
    return route.retries() + smaller.get();
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    return route.ask(
        new SubgraphQuestion<>(stream.endpoint(), List.of(), List.of(), false, SubgraphReply::head), PageQuery.HEAD, Map.of());
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    return pages(List.of(request)).get(0);
  }

  @Override
  public List<Page> pages(List<PageRequest> requests) throws SourceException {
    List<Page> pages = new ArrayList<>(requests.size());
    while (pages.size() < requests.size()) {
      pages.addAll(inOneRequest(requests.subList(pages.size(), requests.size())));
    }
    return pages;
  }

  private RequestSize size(StreamDefinition stream) {
    return sizes.computeIfAbsent(stream.name(), name -> new RequestSize());
  }

  /** Reads as many of the pages as the server answers at once, from the first one on. */
  private List<Page> inOneRequest(List<PageRequest> requests) throws SourceException {
    RequestSize size = size(requests.get(0).stream());
    int most = size.pages();
    int rows = size.rows();
    while (true) {
      List<PageRequest> asked = requests.subList(0, Math.min(requests.size(), most));
      int first = Math.min(asked.get(0).limit(), rows);
      boolean canAskForLess = asked.size() > 1 || first > RequestSize.LEAST_ROWS;
      try {
        List<Page> pages = ask(asked, first, canAskForLess);
        size.answered();
        return pages;
      } catch (SourceUnavailableException e) {
        if (!e.shrinkPage() || !canAskForLess || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        size.tooLarge(asked.size(), first);
        smaller.incrementAndGet();
        // this request becomes smaller each time, also when others have been answered meanwhile
        most = Math.min(size.pages(), Math.max(1, asked.size() / 2));
        rows = asked.size() > 1 ? rows : Math.min(size.rows(), Math.max(RequestSize.LEAST_ROWS, first / 2));
      }
    }
  }

  private List<Page> ask(List<PageRequest> requests, int first, boolean canAskForLess) throws SourceException {
    StreamDefinition stream = requests.get(0).stream();
    PageQuery query = new PageQuery(requests, first, keyset);
    return route.ask(new SubgraphQuestion<>(stream.endpoint(), query.keys(), FieldSelection.of(stream).names(), canAskForLess, reply -> {
      check(requests.get(0), reply.head());
      return pages(requests, query, first, reply);
    }), query.text(), Map.of());
  }

  private List<Page> pages(List<PageRequest> requests, PageQuery query, int first, SubgraphReply reply) throws SourceException {
    int longest = reply.rows().stream().mapToInt(List::size).max().orElse(0);
    int most = mostRecords.merge(requests.get(0).stream().name(), longest, Math::max);
    List<Page> pages = new ArrayList<>(requests.size());
    for (int key = 0; key < query.keys().size(); key++) {
      List<Object[]> rows = reply.rows().get(key);
      boolean complete = rows.size() < first;
      if (query.isContinued(key)) {
        List<Object[]> later = reply.rows().get(++key);
        // a server may cap its lists silently: the rest of a second as long as the longest may not be all of it
        complete = complete && (rows.isEmpty() || rows.size() < most);
        if (complete) {
          // what does not fit into the page is asked for again; no page is longer than a list has been, so that a page of suspicious length stays suspicious
          int limit = Math.min(first, most) - rows.size();
          complete = later.size() < first && later.size() <= limit;
          rows.addAll(later.subList(0, Math.min(later.size(), limit)));
        }
      }
      pages.add(page(requests.get(pages.size()), rows, complete));
    }
    return pages;
  }

  private static Page page(PageRequest request, List<Object[]> rows, boolean complete) throws SourceException {
    StreamDefinition stream = request.stream();
    FieldSelection selection = FieldSelection.of(stream);
    int id = selection.names().indexOf("id");
    int order = stream.byId() ? -1 : selection.names().indexOf(selection.orderField());
    List<SourceRecord> records = new ArrayList<>(rows.size());
    Cursor last = request.after();
    for (Object[] row : rows) {
      selection.unpack(row);
      Cursor position = position(stream, row, id, order);
      if (position.compareTo(last) <= 0 || (request.until() != null && position.order() > request.until())) {
        throw new SourceUnavailableException(stream.endpoint(), 200, null, false,
            "the page is not in order: " + position + " after " + last + " in " + stream.collection(), null);
      }
      records.add(new SourceRecord(position, selection.names(), row));
      last = position;
    }
    return new Page(records, last, complete);
  }

  private static Cursor position(StreamDefinition stream, Object[] row, int id, int order) throws SourceException {
    if (id >= 0 && row[id] != null && (stream.byId() || (order >= 0 && row[order] != null))) {
      try {
        return new Cursor(stream.byId() ? 0 : Long.parseLong(row[order].toString()), row[id].toString());
      } catch (NumberFormatException e) {
        // reported below
      }
    }
    throw new SourceBrokenException(stream.endpoint(), "a record of " + stream.collection() + " has no usable id or " + stream.orderBy()
        + ", so its place is unknown: " + Arrays.toString(row));
  }

  private static void check(PageRequest request, SourceHead head) throws SourceException {
    String endpoint = request.stream().endpoint();
    if (head.hasIndexingErrors()) {
      throw new SourceBrokenException(endpoint, "the subgraph reports indexing errors", "its operator must act");
    }
    if (request.deployment() != null && head.deployment() != null && !request.deployment().equals(head.deployment())) {
      throw new SourceBrokenException(endpoint,
          "the deployment changed during the run, from " + request.deployment() + " to " + head.deployment());
    }
    if (head.block() < request.block()) {
      throw new SourceUnavailableException(endpoint, 200, null, false,
          "a replica answered that is at block " + head.block() + ", behind the pinned " + request.block(), null);
    }
  }
}
