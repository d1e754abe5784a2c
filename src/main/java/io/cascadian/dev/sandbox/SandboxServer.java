package io.cascadian.dev.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cascadian.source.SandboxServing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a dataset at {@link #baseUrl()} as a hosted subgraph does.
 *
 * <p>Serves {@code POST /api/public/{project}/subgraphs/{name}/{version}/gn} (and {@code /api/private/…} with a bearer key) and the
 * catalogue under {@link #gammaUrl()}. It injects a {@link Fault} on request. Loopback only. Thread-safe.
 */
public final class SandboxServer implements SandboxServing {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final Pattern ENDPOINT = Pattern.compile("/api/(public|private)/[^/]+/subgraphs/([^/]+)/[^/]+/gn");

  /** Characters of an address, above which the hosted services refuse it. */
  private static final int LONGEST_ADDRESS = 8_000;
  /** Bytes of a request's body, above which it is refused unread; the largest query of the service has some 100,000. */
  static final int LARGEST_BODY = 4 << 20;

  static {
    // without it every keep-alive answer waits for the client's delayed acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "sandbox");
    thread.setDaemon(true);
    return thread;
  });
  private final GraphqlEndpoint graphql = new GraphqlEndpoint();
  private final SandboxOptions options;
  /** Null when connections cannot be broken. */
  private final Wire wire;
  private final AtomicLong requests = new AtomicLong();
  private volatile Served served;
  /** The dataset that a fault made of the served one last, cached because requests ask for it repeatedly. */
  private volatile Served altered;
  private volatile Fault fault = Fault.NONE;

  private SandboxServer(Dataset dataset, SandboxOptions options) throws IOException {
    this.options = options;
    serve(dataset);
    altered = served;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", options.breakable() ? 0 : options.port()), 200);
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
    wire = options.breakable() ? new Wire(options.port(), server.getAddress().getPort(), workers) : null;
  }

  /** @throws IOException when the port cannot be had */
  public static SandboxServer start(Dataset dataset, SandboxOptions options) throws IOException {
    return new SandboxServer(dataset, options);
  }

  @Override
  public String baseUrl() {
    return root() + "/api/public/project_sandbox";
  }

  @Override
  public String gammaUrl() {
    return root();
  }

  private String root() {
    return "http://127.0.0.1:" + (wire == null ? server.getAddress().getPort() : wire.port());
  }

  /** Injects a fault from now on; {@link Fault#NONE} ends it. */
  public void misbehave(Fault fault) {
    this.fault = fault;
  }

  /** Serves another dataset from now on; each request is answered from the one or the other. */
  public void serve(Dataset dataset) {
    served = new Served(dataset, options.clock());
  }

  /** Returns the newest block, unless a fault changes it. */
  public long head() {
    return served.node().head();
  }

  /** Returns the number of requests since the start. */
  public long requests() {
    return requests.get();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      try {
        respond(exchange);
      } catch (RuntimeException e) {
        LOG.warn("Sandbox request {} failed", exchange.getRequestURI(), e);
        sendError(exchange, e);
      }
    } catch (IOException e) {
      LOG.debug("The caller went away: {}", e.getMessage());
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestHeaders().containsKey("Content-Length") ? exchange.getRequestBody().readNBytes(LARGEST_BODY + 1) : null;
    long number = requests.incrementAndGet();
    if (body != null && body.length > LARGEST_BODY) {
      send(exchange, new Answer(413, "text/html", Map.of(), "<html><h1>413 Payload Too Large</h1></html>".getBytes(StandardCharsets.UTF_8)));
      return;
    }
    // the same from the request's beginning to its end
    Fault now = fault;
    cut(exchange, now.cut(number));
    if (!now.intercept(exchange, number)) {
      send(exchange, answer(exchange, body, now, number));
    }
  }

  private void cut(HttpExchange exchange, Fault.Cut cut) throws IOException {
    if (cut == Fault.Cut.NOWHERE) {
      return;
    }
    if (wire == null) {
      throw new IllegalStateException("connections cannot be reset: start the sandbox withBreakableConnections()");
    }
    wire.cut(exchange.getRemoteAddress().getPort(), cut);
  }

  private Answer answer(HttpExchange exchange, byte[] body, Fault now, long number) throws IOException {
    if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
      return new Answer(414, "text/html", Map.of(), "<html><h1>414 URI Too Long</h1></html>".getBytes(StandardCharsets.UTF_8));
    }
    String path = exchange.getRequestURI().getPath();
    Matcher endpoint = ENDPOINT.matcher(path);
    if (endpoint.matches() && exchange.getRequestMethod().equals("POST")) {
      if (endpoint.group(1).equals("private")
          && !("Bearer " + options.apiKey()).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        return Answer.json(401, "{\"error\":\"Unauthorized\"}");
      }
      NodeView node = now.node(served.node(), number);
      Subgraph subgraph = served(node.dataset()).subgraph(endpoint.group(2));
      if (subgraph == null) {
        return Answer.json(200, "{\"errors\":[{\"message\":\"deployment `" + endpoint.group(2) + "` does not exist\"}]}");
      }
      Answer answer = graphql.answer(subgraph.knownTo(node), exchange.getRequestHeaders().getFirst("Content-Type"), body);
      return answer.status() == 200
          ? new Answer(200, answer.contentType(), answer.headers(), now.alter(answer.body(), number))
          : answer;
    }
    if (path.matches("/(events|markets)(/[^/]+)?") && exchange.getRequestMethod().equals("GET")) {
      return served.gamma().answer(path, query(now.understood(exchange.getRequestURI().getRawQuery(), number)));
    }
    return Answer.json(200, "{\"message\":\"Not found\"}");
  }

  private Served served(Dataset dataset) {
    Served found = served;
    if (found.dataset() == dataset) {
      return found;
    }
    found = altered;
    if (found.dataset() != dataset) {
      found = new Served(dataset, options.clock());
      altered = found;
    }
    return found;
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        query.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return query;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private static void sendError(HttpExchange exchange, RuntimeException e) {
    try {
      send(exchange, new Answer(500, "text/plain", Map.of(),
          ("Internal server error: GraphQL server error (internal error): " + e).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException late) {
      LOG.debug("The answer had begun already: {}", late.getMessage());
    }
  }

  @Override
  public void close() {
    if (wire != null) {
      wire.close();
    }
    server.stop(0);
    workers.shutdownNow();
  }
}
