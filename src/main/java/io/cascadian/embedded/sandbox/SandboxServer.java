package io.cascadian.embedded.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
 * The promise that the service finds at {@link #baseUrl()} what it would find at a hosted subgraph, with a dataset behind it.
 *
 * <p>Serves {@code POST /api/public/{project}/subgraphs/{name}/{version}/gn} (and {@code /api/private/…} with a bearer key) and the
 * catalogue under {@link #gammaUrl()}. Loopback only. Thread-safe.
 */
public final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final Pattern ENDPOINT = Pattern.compile("/api/(public|private)/[^/]+/subgraphs/([^/]+)/[^/]+/gn");

  /** Characters of an address, above which the hosted services refuse it. */
  private static final int LONGEST_ADDRESS = 8_000;

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
  private final Map<String, Subgraph> subgraphs = new HashMap<>();
  private final GraphqlEndpoint graphql = new GraphqlEndpoint();
  private final GammaEndpoint gamma;
  private final String apiKey;
  private final AtomicLong requests = new AtomicLong();
  private volatile Fault fault = (exchange, number) -> false;

  private SandboxServer(Dataset dataset, SandboxOptions options) throws IOException {
    ChainClock clock = new ChainClock(dataset.lastBlock(), dataset.lastTimestamp(), options.clock());
    dataset.subgraphs().forEach((name, tables) -> subgraphs.put(name, new Subgraph(name, dataset.identity(), tables, clock)));
    gamma = new GammaEndpoint(dataset, clock);
    apiKey = options.apiKey();
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", options.port()), 200);
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  /** @throws IOException when the port cannot be had */
  public static SandboxServer start(Dataset dataset, SandboxOptions options) throws IOException {
    return new SandboxServer(dataset, options);
  }

  /** What {@code SOURCE_URL} would be: everything before {@code /subgraphs}. */
  public String baseUrl() {
    return root() + "/api/public/project_sandbox";
  }

  /** What {@code GAMMA_URL} would be. */
  public String gammaUrl() {
    return root();
  }

  private String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Makes the server misbehave from now on. */
  public void misbehave(Fault fault) {
    this.fault = fault;
  }

  /** Requests that arrived since the start. */
  public long requests() {
    return requests.get();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestHeaders().containsKey("Content-Length") ? exchange.getRequestBody().readAllBytes() : null;
      if (!fault.intercept(exchange, requests.incrementAndGet())) {
        send(exchange, answer(exchange, body));
      }
    } catch (IOException e) {
      LOG.debug("The caller went away: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Sandbox request {} failed", exchange.getRequestURI(), e);
      sendError(exchange, e);
    }
  }

  private Answer answer(HttpExchange exchange, byte[] body) throws IOException {
    if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
      return new Answer(414, "text/html", Map.of(), "<html><h1>414 URI Too Long</h1></html>".getBytes(StandardCharsets.UTF_8));
    }
    String path = exchange.getRequestURI().getPath();
    Matcher endpoint = ENDPOINT.matcher(path);
    if (endpoint.matches() && exchange.getRequestMethod().equals("POST")) {
      if (endpoint.group(1).equals("private")
          && !("Bearer " + apiKey).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        return Answer.json(401, "{\"error\":\"Unauthorized\"}");
      }
      Subgraph subgraph = subgraphs.get(endpoint.group(2));
      if (subgraph == null) {
        return Answer.json(200, "{\"errors\":[{\"message\":\"deployment `" + endpoint.group(2) + "` does not exist\"}]}");
      }
      return graphql.answer(subgraph, exchange.getRequestHeaders().getFirst("Content-Type"), body);
    }
    if (path.matches("/(events|markets)(/[^/]+)?") && exchange.getRequestMethod().equals("GET")) {
      return gamma.answer(path, query(exchange.getRequestURI().getRawQuery()));
    }
    return Answer.json(200, "{\"message\":\"Not found\"}");
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
    server.stop(0);
    workers.shutdownNow();
  }
}
