package io.cascadian.source.subgraph;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.HttpReply;
import io.cascadian.http.RetryPolicy;
import io.cascadian.source.Cursor;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Market events from subgraphs, whole and in order, or a typed failure.
 *
 * <p>Every page is asked for under a pinned block together with {@code _meta}, so that a replica that lags behind the pin, another
 * deployment or an indexing error is noticed on the page it concerns. Transient failures are repeated with growing pauses; when the
 * server finds a page too large, pages shrink, and grow back later. Thread-safe.
 */
public final class SubgraphSource implements MarketEventSource {

  private static final Logger LOG = LoggerFactory.getLogger(SubgraphSource.class);
  private static final int SMALLEST_PAGE = 10;

  private final HttpCaller http;
  private final RetryPolicy retries;
  private final Map<String, String> headers;
  private final Map<String, Integer> pageSizes = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  /** @param apiKey bearer key of private endpoints; null or empty for none */
  public SubgraphSource(HttpCaller http, RetryPolicy retries, String apiKey) {
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
    return repeatedly(stream.endpoint(), () -> ask(stream.endpoint(), null, PageQuery.head()).head());
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    return repeatedly(request.stream().endpoint(), () -> onePage(request));
  }

  private Page onePage(PageRequest request) throws SourceException {
    StreamDefinition stream = request.stream();
    String endpoint = stream.endpoint();
    int first = Math.min(request.limit(), pageSizes.getOrDefault(stream.name(), request.limit()));
    SubgraphReply reply;
    try {
      reply = ask(endpoint, stream.collection(), PageQuery.page(request, first));
    } catch (SourceUnavailableException e) {
      if (e.shrinkPage()) {
        pageSizes.put(stream.name(), Math.max(SMALLEST_PAGE, first / 2));
      }
      throw e;
    }
    check(request, reply.head());
    pageSizes.computeIfPresent(stream.name(), (name, size) -> size >= request.limit() ? null : Math.min(request.limit(), size + size / 4 + 1));
    List<SourceRecord> records = new ArrayList<>(reply.rows().size());
    Cursor last = request.after();
    for (Map<String, Object> row : reply.rows()) {
      Cursor position = position(stream, row);
      if (position.compareTo(last) <= 0) {
        throw new SourceUnavailableException(endpoint, 200, null, false,
            "the page is not in order: " + position + " after " + last + " in " + stream.collection(), null);
      }
      records.add(SourceRecord.of(position, row));
      last = position;
    }
    return new Page(records, last, reply.rows().size() < first);
  }

  private static Cursor position(StreamDefinition stream, Map<String, Object> row) throws SourceException {
    Object id = row.get("id");
    Object order = stream.byId() ? "0" : row.get(stream.orderBy());
    try {
      if (id != null && order != null) {
        return new Cursor(Long.parseLong(order.toString()), id.toString());
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new SourceBrokenException(stream.endpoint(),
        "a record of " + stream.collection() + " has no usable id or " + stream.orderBy() + ", so its place is unknown: " + row);
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

  private SubgraphReply ask(String endpoint, String collection, String query) throws SourceException {
    requests.incrementAndGet();
    HttpReply reply;
    try {
      reply = http.postJson(endpoint, headers, "{\"query\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(query)) + "\"}");
    } catch (IOException e) {
      throw SubgraphErrors.unreachable(endpoint, e);
    }
    return SubgraphReply.parse(endpoint, collection, reply);
  }

  private <T> T repeatedly(String endpoint, Call<T> call) throws SourceException {
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

  private interface Call<T> {
    T run() throws SourceException;
  }
}
