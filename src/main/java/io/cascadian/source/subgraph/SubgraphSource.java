package io.cascadian.source.subgraph;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.RetryPolicy;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Market events from subgraphs, whole and in order, or a typed failure.
 *
 * <p>Every page is asked for under a pinned block together with {@code _meta}, so that a replica that lags behind the pin, another
 * deployment or an indexing error is noticed on the page it concerns. Transient failures are repeated with growing pauses; when the
 * server finds a request too large, it is asked for fewer pages at once, then for smaller ones, and for more again later. Thread-safe.
 */
public final class SubgraphSource implements MarketEventSource {

  private static final Logger LOG = LoggerFactory.getLogger(SubgraphSource.class);

  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final HttpCaller http;
  private final RetryPolicy retries;
  private final Map<String, String> headers;
  private final Keyset keyset;
  private final HostCircuits circuits = new HostCircuits(LEFT_ALONE);
  private final Map<String, RequestSize> sizes = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  /** Asks for what follows a record by {@code or}. */
  public SubgraphSource(HttpCaller http, RetryPolicy retries, String apiKey) {
    this(http, retries, apiKey, Keyset.OR);
  }

  /** @param apiKey bearer key of private endpoints; null or empty for none */
  public SubgraphSource(HttpCaller http, RetryPolicy retries, String apiKey, Keyset keyset) {
    this.keyset = keyset;
    this.http = http;
    this.retries = retries;
    this.headers = apiKey == null || apiKey.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + apiKey);
  }

  /** Requests sent so far. */
  public long requests() {
    return requests.get();
  }

  /** Of these, those that repeated a failed one. */
  public long repeated() {
    return repeated.get();
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    return repeatedly(stream.endpoint(), () -> ask(stream, List.of(), PageQuery.HEAD).head());
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    return pages(List.of(request)).get(0);
  }

  @Override
  public List<Page> pages(List<PageRequest> requests) throws SourceException {
    List<Page> pages = new ArrayList<>(requests.size());
    while (pages.size() < requests.size()) {
      List<PageRequest> rest = requests.subList(pages.size(), requests.size());
      StreamDefinition stream = rest.get(0).stream();
      // how many go into one request is looked up anew for each attempt: a failed one may have shown that they were too many
      pages.addAll(repeatedly(stream.endpoint(), () -> inOneRequest(rest.subList(0, Math.min(rest.size(), size(stream).pages())))));
    }
    return pages;
  }

  private RequestSize size(StreamDefinition stream) {
    return sizes.computeIfAbsent(stream.name(), name -> new RequestSize());
  }

  private List<Page> inOneRequest(List<PageRequest> requests) throws SourceException {
    StreamDefinition stream = requests.get(0).stream();
    RequestSize size = size(stream);
    int first = Math.min(requests.get(0).limit(), size.rows());
    PageQuery query = new PageQuery(requests, first, keyset);
    SubgraphReply reply;
    try {
      reply = ask(stream, query.keys(), query.text());
    } catch (SourceUnavailableException e) {
      if (e.shrinkPage()) {
        size.tooLarge(requests.size(), first);
      }
      throw e;
    }
    check(requests.get(0), reply.head());
    size.answered();
    List<Page> pages = new ArrayList<>(requests.size());
    for (int key = 0; key < query.keys().size(); key++) {
      List<Object[]> rows = reply.rows().get(key);
      boolean complete = rows.size() < first;
      if (query.isContinued(key)) {
        List<Object[]> later = reply.rows().get(++key);
        if (complete) {
          // what does not fit into the page is asked for again
          complete = later.size() < first && rows.size() + later.size() <= first;
          rows.addAll(later.subList(0, Math.min(later.size(), first - rows.size())));
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
        // told below
      }
    }
    throw new SourceBrokenException(stream.endpoint(), "a record of " + stream.collection() + " has no usable id or " + stream.orderBy()
        + ", so its place is unknown: " + Arrays.toString(row));
  }

  private static void check(PageRequest request, SourceHead head) throws SourceException {
    String endpoint = request.stream().endpoint();
    if (head.hasIndexingErrors()) {
      throw new SourceBrokenException(endpoint, "the subgraph reports indexing errors; its operator must act");
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

  private SubgraphReply ask(StreamDefinition stream, List<String> keys, String query) throws SourceException {
    String endpoint = stream.endpoint();
    String body = "{\"query\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(query)) + "\"}";
    List<String> fields = FieldSelection.of(stream).names();
    return circuits.call(endpoint, () -> {
      requests.incrementAndGet();
      AtomicReference<SourceException> failure = new AtomicReference<>();
      SubgraphReply reply;
      try {
        reply = http.postJson(endpoint, headers, body, answer -> {
          try {
            return SubgraphReply.parse(endpoint, keys, fields, answer);
          } catch (SourceException e) {
            failure.set(e);
            return null;
          }
        });
      } catch (IOException e) {
        throw SubgraphErrors.unreachable(endpoint, e);
      }
      if (failure.get() != null) {
        throw failure.get();
      }
      return reply;
    });
  }

  private <T> T repeatedly(String endpoint, HostCircuits.Call<T> call) throws SourceException {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.run();
      } catch (SourceUnavailableException e) {
        if (attempt >= retries.attempts() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        Duration pause = retries.pause(attempt, e.retryAfter());
        LOG.warn("Attempt {} of {} failed, next in {} ms: {}", attempt, retries.attempts(), pause.toMillis(), e.getMessage());
        repeated.incrementAndGet();
        sleep(endpoint, pause, e);
      }
    }
  }

  private static void sleep(String endpoint, Duration pause, SourceUnavailableException failure) throws SourceException {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceUnavailableException(endpoint, failure.status(), null, false, "interrupted before the next attempt", failure);
    }
  }
}
