package io.cascadian.runtime;

import io.cascadian.ingest.ComparisonOptions;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.IngestOptions;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;

/**
 * Holds the settings of ingestion.
 *
 * @param comparison how stored events are compared again with the source
 */
public record IngestSettings(IngestOptions reading, ComparisonOptions comparison, Contracts contracts) {

  public static final SettingGroup GROUP = new SettingGroup("Ingestion");

  public static final Setting SOURCE_CONFIRMATIONS = GROUP.number("SOURCE_CONFIRMATIONS", 0, 100_000, "20",
      "blocks below the source's head at which a run is pinned");
  public static final Setting INGEST_OVERLAP = GROUP.duration("INGEST_OVERLAP", "0s", "365d", "30m",
      "data time before each cursor that every run compares with the source again; 0s for none");
  public static final Setting INGEST_MAX_TOMBSTONES = GROUP.number("INGEST_MAX_TOMBSTONES", 0, 1_000_000_000, "1000",
      "stored events of a compared window that may be tombstoned automatically, or a tenth of them when that is more");
  public static final Setting INGEST_PARALLEL_REQUESTS = GROUP.number("INGEST_PARALLEL_REQUESTS", 1, 64, "4",
      "concurrent requests to the source while a stream is read");
  public static final Setting INGEST_PAGES_PER_REQUEST = GROUP.number("INGEST_PAGES_PER_REQUEST", 1, 100, "10",
      "time windows per request; reduced automatically when the server rejects a request as too large");
  public static final Setting INGEST_MAX_REJECTED = GROUP.number("INGEST_MAX_REJECTED", 1, 100_000_000, "10000",
      "rejected records of a stream and run above which the stream stops");
  public static final Setting INGEST_MAX_REJECTED_PERCENT = GROUP.number("INGEST_MAX_REJECTED_PERCENT", 0, 100, "1",
      "percent of a stream's records in a run that may be rejected, not counting those that are retried automatically; above it the run is partial; 100 disables the check");
  public static final Setting CONTRACTS_FILE = GROUP.add("CONTRACTS_FILE", Form.FILE, null,
      "file of addresses that are contracts of the market, not wallets; default: the built-in list");

  /** @throws io.cascadian.settings.SettingsException when the list of contracts is invalid */
  static IngestSettings of(Settings settings) {
    return new IngestSettings(
        IngestOptions.of(settings.number(SOURCE_CONFIRMATIONS)).withMaxRejected(settings.number(INGEST_MAX_REJECTED))
            .withMaxRejectedPercent((int) settings.number(INGEST_MAX_REJECTED_PERCENT))
            .withRequests((int) settings.number(INGEST_PAGES_PER_REQUEST), (int) settings.number(INGEST_PARALLEL_REQUESTS)),
        ComparisonOptions.of(settings.duration(INGEST_OVERLAP), settings.number(INGEST_MAX_TOMBSTONES)),
        settings.read(CONTRACTS_FILE, Contracts::of).orElseGet(Contracts::builtIn));
  }
}
