package io.cascadian.ingest;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks that the source answers, accepts our credentials, indexes without errors and has a recent newest block.
 *
 * <p>A source that stopped indexing still answers with success: only the age of its data shows it.
 */
public final class SourceCheck implements HealthCheck {

  /** Gateways refuse with a status of success as well. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)auth error|unauthori[sz]ed|authorization header|api[ -]?key|forbidden|payment required|invalid token");

  private final String name;
  private final String keySetting;
  private final String urlSetting;
  private final boolean stopsRun;
  private final MarketEventSource source;
  private final StreamDefinition stream;
  private final Duration warning;
  private final Duration critical;
  private final Clock clock;

  /**
   * @param source one that does not repeat failed calls
   * @param stream whose endpoint is asked
   * @param warning age of the newest block from which the result is a warning
   * @param critical age from which it is critical
   */
  public SourceCheck(MarketEventSource source, StreamDefinition stream, Duration warning, Duration critical, Clock clock) {
    this("source", "SOURCE_API_KEY", "SOURCE_URL", true, source, stream, warning, critical, clock);
  }

  private SourceCheck(
      String name, String keySetting, String urlSetting, boolean stopsRun, MarketEventSource source, StreamDefinition stream,
      Duration warning, Duration critical, Clock clock) {
    this.name = name;
    this.keySetting = keySetting;
    this.urlSetting = urlSetting;
    this.stopsRun = stopsRun;
    this.source = source;
    this.stream = stream;
    this.warning = warning;
    this.critical = critical;
    this.clock = clock;
  }

  /** Returns the same for the node of the chain, by the name {@code chain}; without it a run still reads everything else. */
  public static SourceCheck ofChain(MarketEventSource source, StreamDefinition stream, Duration warning, Duration critical, Clock clock) {
    return new SourceCheck("chain", "CHAIN_RPC_URL", "CHAIN_RPC_URL", false, source, stream, warning, critical, clock);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean stopsRun() {
    return stopsRun;
  }

  /** Returns a timeout that includes the wait for the rate limit, which a run that is reading uses up. */
  @Override
  public Duration timeout() {
    return Duration.ofSeconds(15);
  }

  /** Returns how long a result is cached: each costs one of the requests that a run reads with, and any caller may ask for health. */
  @Override
  public Duration freshFor() {
    return Duration.ofSeconds(5);
  }

  @Override
  public String hint() {
    return "check " + urlSetting + " and the network; while a run is reading, SOURCE_RATE_LIMIT may leave no request over";
  }

  @Override
  public CheckResult check() {
    Map<String, Object> details = new LinkedHashMap<>();
    long begin = System.nanoTime();
    SourceHead head;
    try {
      head = source.head(stream);
    } catch (SourceException e) {
      details.put("answer_ms", (System.nanoTime() - begin) / 1_000_000);
      return CheckResult.critical(problem(e, details), details);
    }
    details.put("answer_ms", (System.nanoTime() - begin) / 1_000_000);
    details.put("block", head.block());
    details.put("indexing_errors", head.hasIndexingErrors());
    details.put("deployment", head.deployment());
    if (head.hasIndexingErrors()) {
      return CheckResult.critical("block " + head.block() + ", stopped at an indexing error; inform its operator, or set "
          + urlSetting + " to another deployment", details);
    }
    if (head.timestamp() == null) {
      return CheckResult.warning("block " + head.block() + ", but it does not say how old that is; compare the block with the chain's", details);
    }
    Duration age = Duration.between(Instant.ofEpochSecond(head.timestamp()), clock.instant());
    details.put("data_time", Instant.ofEpochSecond(head.timestamp()).toString());
    details.put("age_seconds", age.toSeconds());
    details.put("warning_from_seconds", warning.toSeconds());
    details.put("critical_from_seconds", critical.toSeconds());
    String found = "block " + head.block() + ", " + age.toSeconds() + " s old";
    if (age.compareTo(critical) >= 0) {
      return CheckResult.critical(found + ": the source stopped indexing, and our numbers end there; inform its operator, or set "
          + urlSetting + " to another one", details);
    }
    return age.compareTo(warning) >= 0
        ? CheckResult.warning(found + ": the source lags; if the lag grows, inform its operator", details)
        : CheckResult.healthy(found, details);
  }

  /** Distinguishes a source that rejects our credentials, one without a connection, and one that answers with something else. */
  private String problem(SourceException failure, Map<String, Object> details) {
    // the check knows what to do better than who asked
    String message = failure.finding();
    int status = failure instanceof SourceRefusedException refused ? refused.status()
        : failure instanceof SourceUnavailableException unavailable ? unavailable.status() : 200;
    details.put("http_status", status == 0 ? null : status);
    if (failure instanceof SourceBrokenException) {
      return message + "; inform its operator, or set " + urlSetting + " to another deployment";
    }
    if (status == 0 && failure instanceof SourceUnavailableException) {
      return "no connection: " + message + "; check " + urlSetting + " and the network";
    }
    boolean refused = failure instanceof SourceRefusedException;
    if (refused && (status == 401 || status == 402 || status == 403 || CREDENTIALS.matcher(message).find())) {
      return "rejects the credentials" + (status == 200 || status == 0 ? "" : " with HTTP " + status) + "; check " + keySetting
          + " and that its plan is paid";
    }
    return refused
        ? "rejects the query: " + message + "; check " + urlSetting + (stopsRun ? " and SOURCE_HEALTH_SUBGRAPH" : "")
        : "answers, but not with data: " + message + "; wait, and inform its operator if it lasts";
  }
}
