package io.cascadian.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Executes HTTP requests for the endpoints of routes, each within a deadline that ends the exchange on the wire, whether the server never answers or
 * drips bytes.
 *
 * <p>Nothing is retried, no redirect is followed, no cookie is kept; those are matters of the routes. Secrets (a bearer key, an address with a key in its
 * path) are added here, to a copy of the request, so that no endpoint, header or log of a route holds them. Thread-safe.
 */
public final class OutboundHttpClient extends CloseableHttpClient {

  private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

  private final HttpLimits limits;
  private final CallObserver observer;
  private final Optional<BearerKey> bearerKey;
  private final URI address;
  private final String missingAddress;
  private final CloseableHttpClient client;

  private OutboundHttpClient(HttpLimits limits, CallObserver observer, Optional<BearerKey> bearerKey, URI address, String missingAddress) {
    this.limits = limits;
    this.observer = observer;
    this.bearerKey = bearerKey;
    this.address = address;
    this.missingAddress = missingAddress;
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
  }

  private static ScheduledThreadPoolExecutor deadlines() {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "http-deadlines");
      thread.setDaemon(true);
      return thread;
    });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Creates a client that sends requests where their URI leads. */
  public static OutboundHttpClient of(HttpLimits limits, CallObserver observer) {
    return new OutboundHttpClient(limits, observer, Optional.empty(), null, null);
  }

  /**
   * Creates a client that adds a bearer key to each request to the server that the key is for; other servers do not get it.
   *
   * @param key empty for none
   * @param server any address of the server that the key is for; empty when there is none
   */
  public static OutboundHttpClient withBearer(String key, Optional<URI> server, HttpLimits limits, CallObserver observer) {
    return new OutboundHttpClient(limits, observer, BearerKey.of(key, server), null, null);
  }

  /**
   * Creates a client that sends every request to one address, whatever its URI is.
   *
   * @param address may hold secrets
   * @param missing what failures say when there is no address
   */
  public static OutboundHttpClient to(Optional<URI> address, String missing, HttpLimits limits, CallObserver observer) {
    return new OutboundHttpClient(limits, observer, Optional.empty(), address.orElse(null), missing);
  }

  @Override
  protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context) throws IOException {
    HttpUriRequestBase sent = copy(request);
    HttpHost host = address == null && target != null ? target : URIUtils.extractHost(sent.getRequestUri() == null ? address : uri(sent));
    Call call = new Call(sent);
    try {
      CloseableHttpResponse response = (CloseableHttpResponse) client.executeOpen(host, sent, context);
      call.status = response.getCode();
      HttpEntity entity = response.getEntity();
      // the reader of an error need not know which answers have no body
      response.setEntity(entity == null ? new StringEntity("") : new TimedEntity(entity, call));
      if (entity == null) {
        call.end(call.status);
      }
      return response;
    } catch (IOException | RuntimeException e) {
      call.end(0);
      throw call.explained(e);
    }
  }

  private static URI uri(ClassicHttpRequest request) throws IOException {
    try {
      return request.getUri();
    } catch (URISyntaxException e) {
      throw new IOException("the address of the request is no URI", e);
    }
  }

  private HttpUriRequestBase copy(ClassicHttpRequest request) throws IOException {
    if (missingAddress != null && address == null) {
      throw new IOException(missingAddress);
    }
    HttpUriRequestBase copy = new HttpUriRequestBase(request.getMethod(), address == null ? uri(request) : address);
    copy.setHeaders(request.getHeaders());
    copy.setEntity(request.getEntity());
    if (bearerKey.isPresent()) {
      bearerKey.get().addTo(copy, uri(copy));
    }
    return copy;
  }

  @Override
  public void close() {
    close(CloseMode.IMMEDIATE);
  }

  @Override
  public void close(CloseMode mode) {
    client.close(mode);
  }

  /** Bounds one exchange with a server, from its first byte to the last one of its answer. */
  private final class Call {
    private final HttpUriRequestBase request;
    private final long begin = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Future<?> deadline;
    private volatile boolean late;
    private int status;

    Call(HttpUriRequestBase request) {
      this.request = request;
      this.deadline = DEADLINES.schedule(() -> {
        late = true;
        request.cancel();
      }, limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param seen status of a whole answer; 0 when there was none */
    void end(int seen) {
      if (ended.compareAndSet(false, true)) {
        deadline.cancel(false);
        observer.called(seen, Duration.ofNanos(System.nanoTime() - begin));
      }
    }

    IOException explained(Exception failure) {
      if (late) {
        return new IOException("no complete answer within " + limits.deadline().toMillis() + " ms", failure);
      }
      return failure instanceof IOException io ? io : new IOException(failure.toString(), failure);
    }
  }

  /** Finishes the call at the end of the body; more than the limit of bytes is a failure. */
  private final class TimedEntity extends HttpEntityWrapper {
    private final Call call;
    private InputStream content;

    TimedEntity(HttpEntity entity, Call call) {
      super(entity);
      this.call = call;
    }

    /** Adds the charset UTF-8 to JSON (RFC 8259) without a declared charset, because text readers have another default. */
    @Override
    public String getContentType() {
      String type = super.getContentType();
      return type != null && type.contains("json") && !type.contains("charset") ? type + "; charset=UTF-8" : type;
    }

    @Override
    public InputStream getContent() throws IOException {
      if (content == null) {
        content = new TimedStream(super.getContent(), call);
      }
      return content;
    }
  }

  private final class TimedStream extends InputStream {
    private final InputStream body;
    private final Call call;
    private long size;

    TimedStream(InputStream body, Call call) {
      this.body = body;
      this.call = call;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n;
      try {
        n = body.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        call.end(0);
        throw call.explained(e);
      }
      if (n < 0) {
        if (call.late) {
          throw call.explained(new IOException("the connection was closed at the deadline"));
        }
        call.end(call.status);
      } else if ((size += n) > limits.maxBody()) {
        // closing the stream would read the rest
        call.request.cancel();
        call.end(0);
        throw new IOException("the answer is larger than " + limits.maxBody() + " bytes");
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      try {
        body.close();
      } finally {
        call.end(call.status);
      }
    }
  }
}
