package io.cascadian.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * The promise that a call to a foreign service ends: with a complete answer of any status, or with an {@link IOException}, within the
 * deadline, also when the service drips bytes or never answers.
 *
 * <p>Nothing is repeated here (the client library's own silent repetition is off), and calls wait for the rate limit of their host.
 * Thread-safe.
 */
public final class HttpCaller implements AutoCloseable {

  private final HttpLimits limits;
  private final RateLimiter rateLimiter;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines;
  private final CallObserver observer;

  /** @param rateLimiter shared by all callers that talk to the same hosts */
  public HttpCaller(HttpLimits limits, RateLimiter rateLimiter) {
    this(limits, rateLimiter, CallObserver.NONE);
  }

  /**
   * @param rateLimiter shared by all callers that talk to the same hosts
   * @param observer told of every call
   */
  public HttpCaller(HttpLimits limits, RateLimiter rateLimiter, CallObserver observer) {
    this.limits = limits;
    this.rateLimiter = rateLimiter;
    this.observer = observer;
    ConnectionConfig connections = ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(limits.connect()))
        .setSocketTimeout(Timeout.of(limits.response()))
        .setValidateAfterInactivity(Timeout.ofSeconds(2))
        .build();
    this.client = HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setDefaultConnectionConfig(connections).setMaxConnPerRoute(32).setMaxConnTotal(64).build())
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(limits.response())).build())
        .setUserAgent("cascadian")
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
    this.deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "http-deadlines");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Makes something of an answer while it arrives. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(HttpAnswer answer) throws IOException;
  }

  public HttpReply get(String url, Map<String, String> headers) throws IOException {
    return call(new HttpGet(URI.create(url)), headers, HttpAnswer::complete);
  }

  public HttpReply postJson(String url, Map<String, String> headers, String json) throws IOException {
    return postJson(url, headers, json, HttpAnswer::complete);
  }

  /** Sends JSON and hands the answer over as it arrives, so that a large one is never held whole. */
  public <T> T postJson(String url, Map<String, String> headers, String json, Reader<T> reader) throws IOException {
    HttpPost post = new HttpPost(URI.create(url));
    // with a length: graph-node takes a chunked body for none
    post.setEntity(new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    return call(post, headers, reader);
  }

  private <T> T call(HttpUriRequestBase request, Map<String, String> headers, Reader<T> reader) throws IOException {
    headers.forEach(request::setHeader);
    rateLimiter.acquire(request.getAuthority().toString());
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline = deadlines.schedule(() -> {
      late.set(true);
      request.cancel();
    }, limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
    long begin = System.nanoTime();
    int[] status = {0};
    try {
      return client.execute(request, response -> {
        T made = read(response, reader, late);
        status[0] = response.getCode();
        return made;
      });
    } catch (IOException | RuntimeException e) {
      if (late.get()) {
        throw new IOException("no complete answer within " + limits.deadline().toMillis() + " ms", e);
      }
      throw e instanceof IOException io ? io : new IOException(e.toString(), e);
    } finally {
      deadline.cancel(false);
      observer.called(status[0], Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private <T> T read(ClassicHttpResponse response, Reader<T> reader, AtomicBoolean late) throws IOException {
    HttpEntity entity = response.getEntity();
    Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader("Retry-After"))
        .map(Header::getValue).flatMap(value -> RetryAfter.parse(value, Clock.systemUTC()));
    try (InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
      T made = reader.read(new HttpAnswer(
          response.getCode(), entity == null ? null : entity.getContentType(), retryAfter.orElse(null), in, limits.maxBody()));
      if (late.get()) {
        throw new IOException("the connection was closed at the deadline");
      }
      return made;
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
