package io.cascadian.testkit;

import io.cascadian.exchange.Answers;
import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterRoutes;
import io.cascadian.exchange.RouteClient;
import io.cascadian.exchange.StandaloneRoutes;
import io.cascadian.http.CallObserver;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The real routes of sources in a Camel of their own, with hardly a pause between tries and no rate limit unless one is asked for.
 *
 * <p>Closing it stops them and the clients.
 */
public final class TestRoutes implements AutoCloseable {

  private static final Path FOLDER = Path.of("routes");
  /** More than a test asks for in a second. */
  private static final int UNLIMITED = 20_000;

  private final Map<String, OutboundHttpClient> clients = new LinkedHashMap<>();
  private final StandaloneRoutes routes;

  private TestRoutes(Options options) {
    clients.put("goldskyHttpClient", OutboundHttpClient.withBearer(options.key, options.server, options.limits, options.observer));
    clients.put("goldskyProbeHttpClient", OutboundHttpClient.withBearer(options.key, options.server, options.limits, options.observer));
    clients.put("gammaHttpClient", OutboundHttpClient.of(options.limits, options.observer));
    clients.put("chainHttpClient", OutboundHttpClient.to(options.chain, "CHAIN_RPC_URL is not set", options.limits, options.observer));
    clients.put("chainProbeHttpClient", OutboundHttpClient.to(options.chain, "CHAIN_RPC_URL is not set", options.limits, options.observer));
    Map<String, Object> beans = new LinkedHashMap<>(clients);
    beans.put("answers", new Answers(options.longest));
    Map<String, String> properties = new LinkedHashMap<>(Map.of(
        "SOURCE_RATE_LIMIT", Integer.toString(options.limit), "source.rate.period", Long.toString(options.window.toMillis()),
        "source.unlimited.host", "none.invalid", "source.redeliveries", Integer.toString(options.tries - 1),
        "source.redelivery.delay", Long.toString(options.pause.toMillis()), "source.redelivery.longest", Long.toString(options.longest.toMillis()),
        "source.reorganisation.delay", "1", "source.circuit.seconds", "1"));
    try {
      List<Path> files = new ArrayList<>(StandaloneRoutes.ofSources(FOLDER));
      List<RoutesBuilder> core = new ArrayList<>();
      if (options.clickHouse != null) {
        files.add(FOLDER.resolve("sinks/clickhouse.camel.yaml"));
        beans.put("clickHouseClient", options.clickHouse);
        properties.put("CLICKHOUSE_DATABASE", options.clickHouse.settings().database());
        core.add(new IngestRoutes());
        core.add(new DeadLetterRoutes());
        beans.put("postgres", options.postgres.dataSource());
        beans.put("deadLetterPages", new DeadLetterPages(options.postgres));
      }
      routes = StandaloneRoutes.start(files, core, beans, properties);
    } catch (Exception e) {
      clients.values().forEach(OutboundHttpClient::close);
      throw new IllegalStateException(e);
    }
  }

  /** Routes that try once. */
  public static TestRoutes once() {
    return options().start();
  }

  /** Routes that try so often. */
  public static TestRoutes tries(int tries) {
    return options().tries(tries).start();
  }

  public static Options options() {
    return new Options();
  }

  public RouteClient client() {
    return routes.client();
  }

  public DefaultCamelContext context() {
    return routes.context();
  }

  @Override
  public void close() {
    routes.close();
    clients.values().forEach(OutboundHttpClient::close);
  }

  /** What differs from test to test. */
  public static final class Options {
    private HttpLimits limits = HttpLimits.usual();
    private CallObserver observer = CallObserver.NONE;
    private String key = "";
    private Optional<URI> server = Optional.empty();
    private Optional<URI> chain = Optional.empty();
    private int tries = 1;
    private Duration pause = Duration.ofMillis(2);
    private Duration longest = Duration.ofMillis(50);
    private int limit = UNLIMITED;
    private Duration window = Duration.ofSeconds(1);
    private ClickHouse clickHouse;
    private Postgres postgres;

    private Options() {}

    public Options tries(int count) {
      tries = count;
      return this;
    }

    /** The longest pause, also of one that a source asks for. */
    public Options longestPause(Duration duration) {
      longest = duration;
      return this;
    }

    /** A deadline of every call. */
    public Options deadline(Duration deadline) {
      limits = limits.within(deadline);
      return this;
    }

    public Options limits(HttpLimits other) {
      limits = other;
      return this;
    }

    /** @param url of the server that the key is for */
    public Options key(String bearer, String url) {
      key = bearer;
      server = Optional.of(URI.create(url));
      return this;
    }

    public Options chain(String url) {
      chain = Optional.of(URI.create(url));
      return this;
    }

    public Options rate(int requests, Duration span) {
      limit = requests;
      window = span;
      return this;
    }

    public Options observer(CallObserver reported) {
      observer = reported;
      return this;
    }

    /** With the routes of sinks, of ingestion and of dead letters, on these databases. */
    public Options stores(ClickHouse other, Postgres letters) {
      clickHouse = other;
      postgres = letters;
      return this;
    }

    public TestRoutes start() {
      return new TestRoutes(this);
    }
  }
}
