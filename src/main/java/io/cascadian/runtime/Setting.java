package io.cascadian.runtime;

import io.cascadian.source.chain.ChainOptions;
import java.util.Optional;

/**
 * Every setting there is: its name in the environment, {@code .env} and {@code application.properties}, what values it may have, its default, and what
 * it means.
 *
 * <p>The one list from which settings are read, validated, documented and offered to routes as placeholders.
 */
public enum Setting {
  CLICKHOUSE_URL(Kind.HTTP_URL, null, "ClickHouse's HTTP interface, such as http://127.0.0.1:8123; without it an embedded ClickHouse is run"),
  CLICKHOUSE_USER(Kind.TEXT, "default", "ClickHouse user"),
  CLICKHOUSE_PASSWORD(Kind.SECRET, "", "ClickHouse password"),
  CLICKHOUSE_DATABASE(Kind.NAME, "cascadian", "ClickHouse database of this system's tables; created when missing"),
  CLICKHOUSE_TIMEOUT(SettingRange.duration("1s", "1d"), "30m",
      "longest that one statement may run on ClickHouse, also reading its answer; the server is told it, and what takes longer is ended there"),
  DATABASE_URL(Kind.POSTGRES_URL, null,
      "Postgres, jdbc:postgresql://host:port/db or postgres://user:password@host:port/db; several hosts, host:port,host:port, are tried for the one that"
          + " takes writes; without it an embedded Postgres is run"),
  DATABASE_USER(Kind.TEXT, "", "Postgres user, where DATABASE_URL does not say"),
  DATABASE_PASSWORD(Kind.SECRET, "", "Postgres password, where DATABASE_URL does not say"),
  DATABASE_POOL_SIZE(SettingRange.number(2, 1_000), "10", "most pooled Postgres connections of this process"),
  DATABASE_TIMEOUT(SettingRange.duration("1s", "1d"), "2m", "longest that one statement may run on Postgres, which ends it then"),
  DATA_DIR(Kind.TEXT, "data/local", "folder of the embedded stores and of the sandbox's state"),
  EMBEDDED_CLICKHOUSE_PORT(Kind.PORT, "0", "port of the embedded ClickHouse's HTTP interface, on the loopback address only; 0 for any free one"),
  EMBEDDED_POSTGRES_PORT(Kind.PORT, "0", "port of the embedded Postgres, on the loopback address only; 0 for any free one"),

  SOURCE_URL(Kind.HTTP_URL, null,
      "base of the subgraph endpoints, up to and without /subgraphs; without it the built-in sandbox is the source"),
  SOURCE_API_KEY(Kind.SECRET, "", "bearer key of private subgraph endpoints"),
  GAMMA_URL(Kind.HTTP_URL, null, "base of the market catalogue API; required when SOURCE_URL is set"),
  GAMMA_TIME_LIMIT(SettingRange.duration("1s", "7d"), "2h", "longest that a run reads the market catalogue's list; what was read until then counts, and the step fails"),
  SOURCE_CONFIRMATIONS(SettingRange.number(0, 100_000), "20", "blocks below the source's head at which a run is pinned"),
  SOURCE_RATE_LIMIT(SettingRange.number(1, 100_000), "50", "most requests to one source host per SOURCE_RATE_WINDOW; for a higher rate write a shorter window"),
  SOURCE_RATE_WINDOW(SettingRange.duration("100ms", "1h"), "10s", "time over which SOURCE_RATE_LIMIT counts"),
  SOURCE_HEALTH_SUBGRAPH(Kind.TEXT, "orderbook-subgraph/0.0.1", "subgraph whose newest block the health check asks for"),
  SOURCE_MAX_AGE_WARNING(SettingRange.duration("1s", "100000d"), "15m", "age of the source's newest block from which health warns"),
  SOURCE_MAX_AGE_CRITICAL(SettingRange.duration("1s", "100000d"), "6h", "age of the source's newest block from which health is critical"),
  INGEST_OVERLAP(SettingRange.duration("0s", "365d"), "30m", "data time before each cursor that every run compares with the source again; 0s for none"),
  INGEST_MAX_TOMBSTONES(SettingRange.number(0, 1_000_000_000), "1000",
      "stored events that a compared window may lose unasked, or a tenth of it when that is more"),

  SOURCE_KEYSET(Kind.KEYSET, "or",
      "how the records after a given one are asked for: or, or two-phase for subgraph servers that are slow at 'or' filters"),
  INGEST_PARALLEL_REQUESTS(SettingRange.number(1, 64), "4", "requests to the source that are under way at once while a stream is read"),
  INGEST_PAGES_PER_REQUEST(SettingRange.number(1, 100), "10",
      "windows of time that are asked for in one request; fewer are tried by itself when the server finds that too much"),
  INGEST_MAX_REJECTED(SettingRange.number(1, 100_000_000), "10000", "rejected records of a stream and run above which the stream stops"),
  INGEST_MAX_REJECTED_PERCENT(SettingRange.number(0, 100), "1",
      "percent of a stream's records in a run that may be rejected, those left out that are tried again by themselves; above it the run is partial; 100 for never"),

  CHAIN_RPC_URL(Kind.SECRET_URL, null,
      "JSON-RPC node of the chain, with its key; without it the stream of era V2 is off and a run says so"),
  CHAIN_EXCHANGES(Kind.ADDRESSES, "0xE111180000d2663C0091e4f400237545B87B996B,0xe2222d279d744050d28e00520010520000310F59",
      "addresses of the exchange contracts of era V2, separated by commas"),
  CHAIN_ORDER_FILLED_TOPIC(Kind.HASH, ChainOptions.ORDER_FILLED_TOPIC,
      "first topic of their OrderFilled log, the Keccak-256 of its signature"),
  CHAIN_FROM_BLOCK(SettingRange.number(1, 1_000_000_000_000L), "84902353", "first block that is read of the chain"),

  SANDBOX_SEED(SettingRange.number(-1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L), "7", "seed of the market simulator"),
  SANDBOX_SCALE(SettingRange.number(1, 1_000), "1", "size of the simulated history; 1 is some 300,000 fills"),
  SANDBOX_FEED(Kind.TEXT, null, "feed file that the sandbox serves instead of simulated markets"),

  DROP_DIR(Kind.TEXT, "data/drop", "watched folder that resolution maps are dropped into"),
  RESOLUTION_MIN_RESOLVED(SettingRange.number(0, 1_000_000_000), "3000", "resolved conditions in force below which health is critical"),
  RESOLUTION_MAX_AGE_WARNING(SettingRange.duration("1s", "100000d"), "24h", "age of the resolutions in force from which health warns"),
  RESOLUTION_MAX_AGE_CRITICAL(SettingRange.duration("1s", "100000d"), "48h", "age of the resolutions in force from which health is critical"),
  CONTRACTS_FILE(Kind.TEXT, null, "addresses that are contracts of the market, not wallets; without it the built-in ones"),
  CATEGORIES_FILE(Kind.TEXT, null, "category definitions; without it the built-in ones"),

  LEDGER_KEPT_BUILDS(SettingRange.number(1, 1_000), "2", "replaced builds of the wallet tables that are kept, to be brought back by rollback --build"),
  GATE_MIN_WALLETS(SettingRange.number(1, 1_000_000_000), null, "fewest wallets with outcomes with which the gate wallets-with-outcomes passes"),
  GATE_MAX_WALLETS(SettingRange.number(1, 1_000_000_000), null, "most wallets with outcomes with which the gate wallets-with-outcomes passes"),
  REFERENCE_WALLETS_FILE(Kind.TEXT, null,
      "wallets whose totals are known, for the gate reference-wallets; see docs/schemas/reference-wallets.md"),

  DEFAULT_CONDITION_IDS(Kind.CONDITIONS, null,
      "condition ids, separated by commas, that fill a strategy's watchlist when there is no data to go by, the most important first"),
  DEFAULT_MARKET_ID(Kind.CONDITION, null, "condition id of the one market that does so where DEFAULT_CONDITION_IDS is not set; all zeros for none"),
  FALLBACK_WATCHLIST_SIZE(SettingRange.number(1, 10_000), "10", "most of DEFAULT_CONDITION_IDS that are taken"),
  AUTONOMOUS_TRADING_ENABLED(Kind.SWITCH, "false",
      "auto-add: true lets new positions of tracked wallets put markets on watchlists, unless `cascadian autonomous off` was said; with false they"
          + " are only written to the log"),
  WATCHLIST_EVENTS_FILE(Kind.TEXT, null, "log of these, JSON lines; without it watchlist-events.jsonl in RUNTIME_DIR"),

  NIGHTLY_CRON(Kind.CRON, "0 0 3 * * ?", "when the nightly run starts, as a Quartz expression"),
  NIGHTLY_ZONE(Kind.ZONE, "America/New_York", "time zone of NIGHTLY_CRON"),
  NIGHTLY_AT_START(Kind.FLAG, "auto", "whether a nightly run starts with the service: true, false, or auto for 'with the sandbox source'"),
  MISSED_RUN_MAX_DELAY(SettingRange.duration("0s", "365d"), "6h", "how late a nightly run that was missed is made up for; an older one is recorded as skipped"),
  RUN_WATCH_INTERVAL(SettingRange.duration("100ms", "1h"), "20s", "how often the service looks for runs that nobody works on any more, and for missed ones"),
  RUN_RESUME_WITHIN(SettingRange.duration("0s", "365d"), "20h", "how old a run cut off by a crash may be to be resumed"),

  HTTP_HOST(Kind.TEXT, "127.0.0.1", "address the HTTP server listens on; anything but loopback needs API_TOKEN"),
  HTTP_PORT(Kind.PORT, "8080", "port of the HTTP server; when it is not set and 8080 is taken, a free one is used"),
  API_TOKEN(Kind.SECRET, "", "bearer token for requests that change something, 16 characters or more unless HTTP_HOST is loopback; without it only loopback callers may"),
  HEALTH_TIMEOUT(SettingRange.duration("100ms", "25s"), "15s", "longest time-out of a health check; most have a shorter one of their own; a report comes within 30 s"),
  HEALTH_INTERVAL(SettingRange.duration("10s", "1d"), "1m", "how often the service reports its health to its history and metrics; each report asks the source"),
  HEALTH_HISTORY_KEPT(SettingRange.number(1, 10_000_000), "10080", "health reports that are kept; at one a minute, a week"),

  ROUTES_DIR(Kind.TEXT, "routes", "folder of the YAML routes"),
  ROUTES_RELOAD(Kind.SWITCH, "true", "whether edits of the routes are taken while the service runs: true or false"),
  ROUTES_POLL_INTERVAL(SettingRange.duration("100ms", "1h"), "1s", "how often the routes are looked at; an edit is taken when the folder has not changed for as long; ROUTES_RELOAD=false switches it off"),
  ROUTES_MAX_WAIT(SettingRange.duration("1s", "24h"), "10m",
      "how long an edit waits for messages that are in work in its routes; then these are stopped. For a run an edit waits until it has ended"),
  NOTIFY_URL(Kind.SECRET_URL, null, "address that the summary of every ended run is posted to as JSON; without it nothing is posted; see docs/routes.md"),
  EXTENSIONS_DIR(Kind.TEXT, "lib-ext", "folder of jars with further components for routes; they count from the next start on; see docs/routes.md"),
  RUNTIME_DIR(Kind.TEXT, "runtime", "folder of summaries and reports for other programs"),
  LOG_DIR(Kind.TEXT, "logs", "folder of the log files of services and runs; see docs/logs.md");

  /** What a value must look like. */
  enum Kind {
    TEXT, NAME, SECRET, HTTP_URL, POSTGRES_URL, SECRET_URL, ADDRESSES, HASH, NUMBER, PORT, DURATION, CRON, ZONE, FLAG, SWITCH, CONDITION,
    CONDITIONS, KEYSET
  }

  private final Kind kind;
  private final SettingRange range;
  private final String defaultValue;
  private final String description;

  Setting(Kind kind, String defaultValue, String description) {
    this(kind, null, defaultValue, description);
  }

  Setting(SettingRange range, String defaultValue, String description) {
    this(range.kind(), range, defaultValue, description);
  }

  Setting(Kind kind, SettingRange range, String defaultValue, String description) {
    this.kind = kind;
    this.range = range;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the values that do no harm; null for what is neither a number nor a duration. */
  SettingRange range() {
    return range;
  }

  /** Empty where being unset has a meaning of its own, which the description says. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  public String description() {
    return description;
  }

  /** Whether it names a folder or a file, which its own name says. */
  boolean isPath() {
    return name().endsWith("_DIR") || name().endsWith("_FILE") || this == SANDBOX_FEED;
  }

  public boolean isSecret() {
    return kind == Kind.SECRET || kind == Kind.POSTGRES_URL || kind == Kind.SECRET_URL;
  }
}
