package io.cascadian.runtime;

import io.cascadian.exchange.Answers;
import io.cascadian.exchange.RateLimitWaits;
import io.cascadian.http.CallObserver;
import io.cascadian.http.HttpLimits;
import io.cascadian.http.OutboundHttpClient;
import io.cascadian.observe.Metrics;
import io.cascadian.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the routes of sources need from the program: HTTP clients with deadlines and secrets, the reading of answers, and values of placeholders. */
final class SourceClients implements AutoCloseable {

  /** For a health check's call to a source; the rest of the check's timeout is for waiting until the rate limit lets it through. */
  static final Duration PROBE_LIMIT = Duration.ofSeconds(8);

  /** A host that no request has. */
  private static final String NO_HOST = "none.invalid";
  /** Requests reach a host at other distances than they were let through, and its count must stay below the limit as well. */
  private static final int MARGIN = 50;

  /** Names by which routes call the clients. */
  static final List<String> NAMES =
      List.of("goldskyHttpClient", "goldskyProbeHttpClient", "gammaHttpClient", "chainHttpClient", "chainProbeHttpClient");

  private final Map<String, OutboundHttpClient> clients = new LinkedHashMap<>();
  private final RateLimitWaits waits = new RateLimitWaits();

  SourceClients(SourceSettings settings, Metrics metrics) {
    String key = settings.apiKey();
    Optional<URI> node = settings.chainUrl();
    HttpLimits usual = HttpLimits.usual();
    HttpLimits probe = usual.within(PROBE_LIMIT);
    clients.put("goldskyHttpClient", OutboundHttpClient.withBearer(key, usual, metrics.calls("source")));
    // what health checks ask is not counted among the requests of runs
    clients.put("goldskyProbeHttpClient", OutboundHttpClient.withBearer(key, probe, CallObserver.NONE));
    clients.put("gammaHttpClient", OutboundHttpClient.of(usual, metrics.calls("source")));
    clients.put("chainHttpClient", OutboundHttpClient.to(node, "CHAIN_RPC_URL is not set", usual, metrics.calls("chain")));
    clients.put("chainProbeHttpClient", OutboundHttpClient.to(node, "CHAIN_RPC_URL is not set", probe, CallObserver.NONE));
    metrics.rateLimit("source", waits.ofSource());
    metrics.rateLimit("chain", waits.ofChain());
  }

  OutboundHttpClient client(String name) {
    return clients.get(name);
  }

  /** What the routes of sources call by name, for a command that starts only those. */
  Map<String, Object> beans() {
    Map<String, Object> beans = new LinkedHashMap<>(clients);
    beans.put("answers", new Answers());
    return beans;
  }

  /** Receives every exchange that is sent, for the time spent waiting for the rate limit. */
  RateLimitWaits waits() {
    return waits;
  }

  /**
   * Values of the placeholders of the rate limit, by name.
   *
   * @param source null before it is opened: then as with an external one
   */
  static Map<String, String> placeholders(Settings settings, Source source) {
    long window = settings.duration(SourceSettings.SOURCE_RATE_WINDOW).toMillis();
    // the sandbox is ours: its limit is what this machine can do, unless one is asked for
    boolean unlimited = source != null && source.isSandbox() && !settings.isGiven(SourceSettings.SOURCE_RATE_LIMIT);
    return Map.of(
        "source.rate.period", Long.toString(Math.max(1, window + window / MARGIN)),
        "source.unlimited.host", unlimited ? URI.create(source.url()).getAuthority() : NO_HOST);
  }

  @Override
  public void close() {
    clients.values().forEach(OutboundHttpClient::close);
  }
}
