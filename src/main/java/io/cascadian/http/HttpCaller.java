package io.cascadian.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
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

  /** @param rateLimiter shared by all callers that talk to the same hosts */
  public HttpCaller(HttpLimits limits, RateLimiter rateLimiter) {
    this.limits = limits;
    this.rateLimiter = rateLimiter;
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

  public HttpReply get(String url, Map<String, String> headers) throws IOException {
    return call(new HttpGet(URI.create(url)), headers);
  }

  public HttpReply postJson(String url, Map<String, String> headers, String json) throws IOException {
    HttpPost post = new HttpPost(URI.create(url));
    // with a length: graph-node takes a chunked body for none
    post.setEntity(new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    return call(post, headers);
  }

  private HttpReply call(HttpUriRequestBase request, Map<String, String> headers) throws IOException {
    headers.forEach(request::setHeader);
    rateLimiter.acquire(request.getAuthority().toString());
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline = deadlines.schedule(() -> {
      late.set(true);
      request.cancel();
    }, limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, response -> reply(response, late));
    } catch (IOException | RuntimeException e) {
      if (late.get()) {
        throw new IOException("no complete answer within " + limits.deadline().toMillis() + " ms", e);
      }
      throw e instanceof IOException io ? io : new IOException(e.toString(), e);
    } finally {
      deadline.cancel(false);
    }
  }

  private HttpReply reply(ClassicHttpResponse response, AtomicBoolean late) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = new byte[0];
    if (entity != null) {
      try (InputStream in = entity.getContent()) {
        body = read(in, entity.getContentLength());
      }
    }
    if (late.get()) {
      throw new IOException("the connection was closed at the deadline");
    }
    Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader("Retry-After"))
        .map(Header::getValue).flatMap(value -> RetryAfter.parse(value, Clock.systemUTC()));
    return new HttpReply(
        response.getCode(), entity == null ? null : entity.getContentType(), retryAfter.orElse(null), body);
  }

  /** @param announced length, negative when there is none */
  private byte[] read(InputStream in, long announced) throws IOException {
    byte[] body = new byte[announced > 0 && announced <= limits.maxBody() ? (int) announced : 64 * 1024];
    int size = 0;
    for (int n = in.read(body, size, body.length - size); n >= 0; n = in.read(body, size, body.length - size)) {
      size += n;
      if (size > limits.maxBody()) {
        throw new IOException("the answer is larger than " + limits.maxBody() + " bytes");
      }
      if (size == body.length) {
        int end = in.read();
        if (end < 0) {
          return body;
        }
        body = Arrays.copyOf(body, 2 * size);
        body[size++] = (byte) end;
      }
    }
    return Arrays.copyOf(body, size);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
