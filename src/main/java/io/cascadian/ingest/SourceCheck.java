package io.cascadian.ingest;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.StreamDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does the source answer, accept us, index without errors, and how old is its newest block?
 *
 * <p>A source that stands still keeps answering with success: only the age of its data tells.
 */
public final class SourceCheck implements HealthCheck {

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

  /** The same for the node of the chain, by the name {@code chain}; without it a run still reads everything else. */
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

  @Override
  public CheckResult check() {
    SourceHead head;
    try {
      head = source.head(stream);
    } catch (SourceRefusedException e) {
      return CheckResult.critical(
          e.status() == 401 || e.status() == 403 ? "refuses our credentials; check " + keySetting : e.getMessage(), Map.of());
    } catch (SourceException e) {
      return CheckResult.critical("does not answer: " + e.getMessage() + "; check " + urlSetting + " and the network", Map.of());
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("block", head.block());
    details.put("deployment", head.deployment());
    if (head.hasIndexingErrors()) {
      return CheckResult.critical("block " + head.block() + ", stopped at an indexing error; its operator must act", details);
    }
    if (head.timestamp() == null) {
      return CheckResult.warning("block " + head.block() + ", but it does not say how old that is", details);
    }
    Duration age = Duration.between(Instant.ofEpochSecond(head.timestamp()), clock.instant());
    details.put("data_time", Instant.ofEpochSecond(head.timestamp()).toString());
    details.put("age_seconds", age.toSeconds());
    details.put("warning_from_seconds", warning.toSeconds());
    details.put("critical_from_seconds", critical.toSeconds());
    String found = "block " + head.block() + ", " + age.toSeconds() + " s old";
    if (age.compareTo(critical) >= 0) {
      return CheckResult.critical(found + ": the source stands still; its numbers end there", details);
    }
    return age.compareTo(warning) >= 0
        ? CheckResult.warning(found + ": the source lags", details)
        : CheckResult.healthy(found, details);
  }
}
