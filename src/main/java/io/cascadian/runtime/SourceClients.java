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

/** Holds the HTTP clients of the source routes, with timeouts and secrets, and the placeholders of their rate limit. */
final class SourceClients implements AutoCloseable {

  /** Timeout of a health check's request; the rest of the check's timeout is for waiting for the rate limit. */
  static final Duration PROBE_LIMIT = Duration.ofSeconds(8);

  /** Host name that no request has. */
  private static final String NO_HOST = "none.invalid";
  /** Lengthens the window by one part in this many, because network delays vary and the server's own count must stay below the limit. */
  private static final int MARGIN = 50;

  /** Bean names of the clients. */
  static final List<String> NAMES =
      List.of("goldskyHttpClient", "goldskyProbeHttpClient", "gammaHttpClient", "chainHttpClient", "chainProbeHttpClient");

  private final Map<String, OutboundHttpClient> clients = new LinkedHashMap<>();
  private final RateLimitWaits waits = new RateLimitWaits();

  SourceClients(SourceSettings settings, Metrics metrics) {
    String key = settings.apiKey();
    // an optional stream may be of a deployment elsewhere, which must not see the key
    Optional<URI> server = settings.url();
    Optional<URI> node = settings.chainUrl();
    HttpLimits usual = HttpLimits.usual();
    HttpLimits probe = usual.within(PROBE_LIMIT);
    clients.put("goldskyHttpClient", OutboundHttpClient.withBearer(key, server, usual, metrics.calls("source")));
    // requests of health checks are not counted as requests of runs
    clients.put("goldskyProbeHttpClient", OutboundHttpClient.withBearer(key, server, probe, CallObserver.NONE));
    clients.put("gammaHttpClient", OutboundHttpClient.of(usual, metrics.calls("source")));
    clients.put("chainHttpClient", OutboundHttpClient.to(node, "CHAIN_RPC_URL is not set", usual, metrics.calls("chain")));
    clients.put("chainProbeHttpClient", OutboundHttpClient.to(node, "CHAIN_RPC_URL is not set", probe, CallObserver.NONE));
    metrics.rateLimit("source", waits.ofSource());
    metrics.rateLimit("chain", waits.ofChain());
  }

  OutboundHttpClient client(String name) {
    return clients.get(name);
  }

  /** Returns the beans of the source routes, for a command that starts only those. */
  Map<String, Object> beans() {
    Map<String, Object> beans = new LinkedHashMap<>(clients);
    beans.put("answers", new Answers());
    return beans;
  }

  /** Returns the notifier that measures the time exchanges wait for the rate limit. */
  RateLimitWaits waits() {
    return waits;
  }

  /**
   * Returns the placeholders of the rate limit by name.
   *
   * @param source null before it is opened; then the values are those of an external source
   */
  static Map<String, String> placeholders(Settings settings, Source source) {
    long window = settings.duration(SourceSettings.SOURCE_RATE_WINDOW).toMillis();
    // the sandbox has no limit unless one is set
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
