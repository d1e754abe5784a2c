package io.cascadian.runtime;

import io.cascadian.source.chain.ChainOptions;
import java.util.Optional;

/**
 * Every setting there is: its name in the environment, {@code .env} and {@code application.properties}, its default, and what it means.
 *
 * <p>The one list from which settings are read, validated, documented and offered to routes as placeholders.
 */
public enum Setting {
  CLICKHOUSE_URL(Kind.HTTP_URL, null, "ClickHouse's HTTP interface, such as http://127.0.0.1:8123; without it an embedded ClickHouse is run"),
  CLICKHOUSE_USER(Kind.TEXT, "default", "ClickHouse user"),
  CLICKHOUSE_PASSWORD(Kind.SECRET, "", "ClickHouse password"),
  CLICKHOUSE_DATABASE(Kind.NAME, "cascadian", "ClickHouse database of this system's tables; created when missing"),
  DATABASE_URL(Kind.POSTGRES_URL, null,
      "Postgres, jdbc:postgresql://host:port/db or postgres://user:password@host:port/db; without it an embedded Postgres is run"),
  DATABASE_USER(Kind.TEXT, "", "Postgres user, where DATABASE_URL does not say"),
  DATABASE_PASSWORD(Kind.SECRET, "", "Postgres password, where DATABASE_URL does not say"),
  DATABASE_POOL_SIZE(Kind.POSITIVE, "10", "most pooled Postgres connections of this process"),
  DATA_DIR(Kind.TEXT, "data/local", "folder of the embedded stores and of the sandbox's state"),

  SOURCE_URL(Kind.HTTP_URL, null,
      "base of the subgraph endpoints, up to and without /subgraphs; without it the built-in sandbox is the source"),
  SOURCE_API_KEY(Kind.SECRET, "", "bearer key of private subgraph endpoints"),
  GAMMA_URL(Kind.HTTP_URL, null, "base of the market catalogue API; required when SOURCE_URL is set"),
  GAMMA_TIME_LIMIT(Kind.DURATION, "2h", "longest that a run reads the market catalogue's list; what was read until then counts, and the step fails"),
  SOURCE_CONFIRMATIONS(Kind.NUMBER, "20", "blocks below the source's head at which a run is pinned"),
  SOURCE_RATE_LIMIT(Kind.POSITIVE, "50", "most requests to one source host per SOURCE_RATE_WINDOW"),
  SOURCE_RATE_WINDOW(Kind.DURATION, "10s", "time over which SOURCE_RATE_LIMIT counts"),
  SOURCE_HEALTH_SUBGRAPH(Kind.TEXT, "orderbook-subgraph/0.0.1", "subgraph whose newest block the health check asks for"),
  SOURCE_MAX_AGE_WARNING(Kind.DURATION, "15m", "age of the source's newest block from which health warns"),
  SOURCE_MAX_AGE_CRITICAL(Kind.DURATION, "6h", "age of the source's newest block from which health is critical"),
  INGEST_OVERLAP(Kind.DURATION, "30m", "data time before each cursor that every run compares with the source again; 0s for none"),
  INGEST_MAX_TOMBSTONES(Kind.NUMBER, "1000",
      "stored events that a compared window may lose unasked, or a tenth of it when that is more"),

  SOURCE_KEYSET(Kind.KEYSET, "or",
      "how the records after a given one are asked for: or, or two-phase for subgraph servers that are slow at 'or' filters"),
  INGEST_PARALLEL_REQUESTS(Kind.POSITIVE, "4", "requests to the source that are under way at once while a stream is read"),
  INGEST_PAGES_PER_REQUEST(Kind.POSITIVE, "10",
      "windows of time that are asked for in one request; fewer are tried by itself when the server finds that too much"),
  INGEST_MAX_REJECTED(Kind.POSITIVE, "10000", "rejected records of a stream and run above which the stream stops"),

  CHAIN_RPC_URL(Kind.SECRET_URL, null,
      "JSON-RPC node of the chain, with its key; without it the stream of era V2 is off and a run says so"),
  CHAIN_EXCHANGES(Kind.ADDRESSES, "0xE111180000d2663C0091e4f400237545B87B996B,0xe2222d279d744050d28e00520010520000310F59",
      "addresses of the exchange contracts of era V2, separated by commas"),
  CHAIN_ORDER_FILLED_TOPIC(Kind.HASH, ChainOptions.ORDER_FILLED_TOPIC,
      "first topic of their OrderFilled log, the Keccak-256 of its signature"),
  CHAIN_FROM_BLOCK(Kind.POSITIVE, "84902353", "first block that is read of the chain"),

  SANDBOX_SEED(Kind.NUMBER, "7", "seed of the market simulator"),
  SANDBOX_SCALE(Kind.POSITIVE, "1", "size of the simulated history; 1 is some 300,000 fills"),
  SANDBOX_FEED(Kind.TEXT, null, "feed file that the sandbox serves instead of simulated markets"),

  DROP_DIR(Kind.TEXT, "data/drop", "watched folder that resolution maps are dropped into"),
  RESOLUTION_MIN_RESOLVED(Kind.NUMBER, "3000", "resolved conditions in force below which health is critical"),
  RESOLUTION_MAX_AGE_WARNING(Kind.DURATION, "24h", "age of the resolutions in force from which health warns"),
  RESOLUTION_MAX_AGE_CRITICAL(Kind.DURATION, "48h", "age of the resolutions in force from which health is critical"),
  CONTRACTS_FILE(Kind.TEXT, null, "addresses that are contracts of the market, not wallets; without it the built-in ones"),
  CATEGORIES_FILE(Kind.TEXT, null, "category definitions; without it the built-in ones"),

  LEDGER_KEPT_BUILDS(Kind.POSITIVE, "2", "replaced builds of the wallet tables that are kept, to be brought back by rollback --build"),
  GATE_MIN_WALLETS(Kind.POSITIVE, null, "fewest wallets with outcomes with which the gate wallets-with-outcomes passes"),
  GATE_MAX_WALLETS(Kind.POSITIVE, null, "most wallets with outcomes with which the gate wallets-with-outcomes passes"),
  REFERENCE_WALLETS_FILE(Kind.TEXT, null,
      "wallets whose totals are known, for the gate reference-wallets; see docs/schemas/reference-wallets.md"),

  DEFAULT_CONDITION_IDS(Kind.CONDITIONS, null,
      "condition ids, separated by commas, that fill a strategy's watchlist when there is no data to go by, the most important first"),
  DEFAULT_MARKET_ID(Kind.CONDITION, null, "condition id of the one market that does so where DEFAULT_CONDITION_IDS is not set; all zeros for none"),
  FALLBACK_WATCHLIST_SIZE(Kind.POSITIVE, "10", "most of DEFAULT_CONDITION_IDS that are taken"),
  AUTONOMOUS_TRADING_ENABLED(Kind.SWITCH, "false",
      "kill switch: true lets new positions of tracked wallets put markets on watchlists, unless `cascadian autonomous off` was said; with false they"
          + " are only written to the log"),
  WATCHLIST_EVENTS_FILE(Kind.TEXT, null, "log of these, JSON lines; without it watchlist-events.jsonl in RUNTIME_DIR"),

  NIGHTLY_CRON(Kind.CRON, "0 0 3 * * ?", "when the nightly run starts, as a Quartz expression"),
  NIGHTLY_ZONE(Kind.ZONE, "America/New_York", "time zone of NIGHTLY_CRON"),
  NIGHTLY_AT_START(Kind.FLAG, "auto", "whether a nightly run starts with the service: true, false, or auto for 'with the sandbox source'"),
  MISSED_RUN_MAX_DELAY(Kind.DURATION, "6h", "how late a nightly run that was missed is made up for; an older one is recorded as skipped"),
  RUN_WATCH_INTERVAL(Kind.DURATION, "20s", "how often the service looks for runs that nobody works on any more, and for missed ones"),
  RUN_RESUME_WITHIN(Kind.DURATION, "20h", "how old a run cut off by a crash may be to be resumed"),

  HTTP_HOST(Kind.TEXT, "127.0.0.1", "address the HTTP server listens on; anything but loopback needs API_TOKEN"),
  HTTP_PORT(Kind.PORT, "8080", "port of the HTTP server; when it is not set and 8080 is taken, a free one is used"),
  API_TOKEN(Kind.SECRET, "", "bearer token for requests that change something, 16 characters or more unless HTTP_HOST is loopback; without it only loopback callers may"),
  HEALTH_TIMEOUT(Kind.DURATION, "15s", "longest time-out of a health check, at most 25s; most have a shorter one of their own"),
  HEALTH_INTERVAL(Kind.DURATION, "1m", "how often the service reports its health to its history and metrics, at least 10s"),
  HEALTH_HISTORY_KEPT(Kind.POSITIVE, "10080", "health reports that are kept; at one a minute, a week"),

  ROUTES_DIR(Kind.TEXT, "routes", "folder of the YAML routes"),
  ROUTES_RELOAD(Kind.SWITCH, "true", "whether edits of the routes are taken while the service runs: true or false"),
  ROUTES_POLL_INTERVAL(Kind.DURATION, "1s", "how often the routes are looked at; an edit is taken when the folder has not changed for as long"),
  NOTIFY_URL(Kind.SECRET_URL, null, "address that the summary of every ended run is posted to as JSON; without it nothing is posted; see docs/routes.md"),
  EXTENSIONS_DIR(Kind.TEXT, "lib-ext", "folder of jars with further components for routes; they count from the next start on; see docs/routes.md"),
  RUNTIME_DIR(Kind.TEXT, "runtime", "folder of summaries and reports for other programs"),
  LOG_DIR(Kind.TEXT, "logs", "folder of the log files of services and runs; see docs/logs.md");

  /** What a value must look like. */
  enum Kind {
    TEXT, NAME, SECRET, HTTP_URL, POSTGRES_URL, SECRET_URL, ADDRESSES, HASH, NUMBER, POSITIVE, PORT, DURATION, CRON, ZONE, FLAG, SWITCH, CONDITION,
    CONDITIONS, KEYSET
  }

  private final Kind kind;
  private final String defaultValue;
  private final String description;

  Setting(Kind kind, String defaultValue, String description) {
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  Kind kind() {
    return kind;
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
