package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.embedded.EmbeddedStores;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.TinyMarket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the statements of a small night after a long history read, by ClickHouse's query log. Tables have small granules, so that a history that is quickly made is
 * many of them, and what came is merged with what was there at once, which is the worst place for a search.
 */
@Tag("proof")
@Timeout(240)
class NightScanIT {

  private static final Logger LOG = LoggerFactory.getLogger(NightScanIT.class);
  private static final String DATABASE = "night";
  private static final int GRANULE = 32;
  private static final int HISTORY = 100_000;
  /** Granules that a statement may read for each row that came: its own and those of what refers to it, in each part of several tables. */
  private static final int GRANULES_OF_A_ROW = 10;
  /** Rows that any statement may read. */
  private static final int ANYWAY = 5_000;
  private static final String EXCEPTIONS = "/night-scans.txt";

  @TempDir
  private Path folder;
  private EmbeddedStores stores;
  private ClickHouse clickHouse;
  private SandboxServer source;
  private final Map<String, String> settings = new HashMap<>();

  /** What a statement of the night read. */
  private record Reading(String statement, long rows) {}

  /** A statement that may read more: the list of markets so many times, or anything. */
  private record Exemption(String text, String markets) {
    long rows(long listed) {
      return markets.equals("all") ? Long.MAX_VALUE : Long.parseLong(markets) * listed;
    }
  }

  /** What came, and how many rows the list of markets has. */
  private record Night(long change, long listed) {
    long limit() {
      return change * GRANULES_OF_A_ROW * GRANULE + ANYWAY;
    }
  }

  @BeforeEach
  void open() {
    stores = EmbeddedStores.openForBenchmark(folder.resolve("stores"), line -> { });
    clickHouse = ClickHouseClients.connect(TestStores.clickHouseSettings(stores, DATABASE));
    new ClickHouseMigrations(clickHouse).migrate();
    clickHouse.query("SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"
        + " AND name != 'schema_migrations'", Map.of(), row -> List.of(row.getString(1), row.getString(2))).forEach(table -> {
          clickHouse.execute("DROP TABLE " + table.get(0) + " SYNC", Map.of());
          clickHouse.execute(table.get(1).replaceFirst("index_granularity = \\d+", "index_granularity = " + GRANULE), Map.of());
        });
    EmbeddedStores.Endpoint server = stores.clickHouse().orElseThrow();
    EmbeddedStores.Endpoint postgres = stores.postgres().orElseThrow();
    settings.putAll(Map.of("CLICKHOUSE_URL", server.url(), "CLICKHOUSE_DATABASE", DATABASE, "CLICKHOUSE_USER", server.user(),
        "CLICKHOUSE_PASSWORD", server.password(), "DATABASE_URL", postgres.url(), "DATABASE_USER", postgres.user(), "DATABASE_PASSWORD", postgres.password()));
    settings.putAll(Map.of("DATA_DIR", folder.resolve("data").toString(), "RUNTIME_DIR", folder.resolve("runtime").toString(),
        "DROP_DIR", folder.resolve("drop").toString(), "LOG_DIR", folder.resolve("logs").toString(), "HTTP_PORT", "0", "RESOLUTION_MIN_RESOLVED", "0"));
  }

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
    clickHouse.close();
    stores.close();
  }

  @Test
  void smallNight_readsWhatCame_notTheHistory() throws Exception {
    history();
    TinyMarket market = TinyMarket.week();
    nightly(market);
    market.buy("0xm_f", TinyMarket.START + 7 * 86_400, 2, 20, 2_000_000, 1_000_000).split("0xm_s", TinyMarket.START + 7 * 86_400, 2, 3_000_000);
    nightly(market);
    long before = fence();
    for (int trade = 0; trade < 20; trade++) {
      market.buy(String.format(Locale.ROOT, "0xn%02d_f", trade), TinyMarket.START + 8 * 86_400 + trade, 1 + trade % 7, 20 + trade % 2, 2_000_000, 1_000_000);
    }
    market.split("0xn_s", TinyMarket.START + 8 * 86_400, 3, 3_000_000);
    // one event of the overlap was corrected
    market.with("0xm_f", "makerAmountFilled", 1_500_000L);
    String from = now();
    ScheduledExecutorService merges = Executors.newSingleThreadScheduledExecutor();
    merges.scheduleWithFixedDelay(this::mergeAll, 0, 50, TimeUnit.MILLISECONDS);
    try {
      nightly(market);
    } finally {
      merges.shutdownNow();
      assertThat(merges.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    String until = now();
    long change = clickHouse.queryLong("SELECT count() FROM (SELECT revision FROM trades_raw UNION ALL SELECT revision FROM position_events UNION ALL SELECT revision"
        + " FROM tokens_dim UNION ALL SELECT revision FROM markets_dim UNION ALL SELECT revision FROM market_resolutions) WHERE revision > {before:UInt64}",
        Map.of("before", before));
    assertThat(change).as("rows that the night brought").isBetween(20L, 60L);
    Night night = new Night(change, clickHouse.queryLong("SELECT (SELECT count() FROM tokens_dim) + (SELECT count() FROM markets_dim) + (SELECT count() FROM market_resolutions)", Map.of()));
    List<Exemption> exemptions = exemptions();
    List<Reading> readings = readings(from, until);
    assertThat(readings).hasSizeGreaterThan(60);
    LOG.info("Of {} statements of a night that brought {} rows the one that read most is, with {} rows: {}", readings.size(), change, readings.get(0).rows,
        readings.get(0).statement);

    assertThat(tooMuch(readings, night, exemptions)).as("statements that read more than %d rows, %d granules of %d for each of the %d rows that came",
        night.limit(), GRANULES_OF_A_ROW, GRANULE, change).isEmpty();
    List<Reading> exempt = tooMuch(readings, night, List.of());
    assertThat(exemptions.stream().filter(each -> exempt.stream().noneMatch(reading -> reading.statement.contains(each.text))))
        .as("exceptions in %s that are none", EXCEPTIONS).isEmpty();

    // what the test is there for; a hash, because a part can be left out by what is known of the range of its amounts
    String begin = now();
    clickHouse.queryLong("SELECT count() FROM trades_raw WHERE cityHash64(usd) = 77", Map.of());
    clickHouse.queryLong("SELECT count() FROM position_checkpoints WHERE cityHash64(bought_usd) = 77", Map.of());
    clickHouse.queryLong("SELECT count() FROM position_events WHERE cityHash64(amount) = 77", Map.of());
    assertThat(tooMuch(readings(begin, now()), night, exemptions)).hasSize(3);
  }

  private static List<Reading> tooMuch(List<Reading> readings, Night night, List<Exemption> exemptions) {
    return readings.stream().filter(reading -> reading.rows > night.limit())
        .filter(reading -> exemptions.stream().noneMatch(each -> reading.statement.contains(each.text) && reading.rows <= each.rows(night.listed))).toList();
  }

  /** Returns the statements between two times that read tables of the database, those that read most first. */
  private List<Reading> readings(String from, String until) {
    clickHouse.execute("SYSTEM FLUSH LOGS", Map.of());
    return clickHouse.query("SELECT replaceRegexpAll(replaceRegexpAll(query, '--[^\\n]*', ''), '\\\\s+', ' '), read_rows FROM system.query_log"
        + " WHERE type = 'QueryFinish' AND is_initial_query AND arrayExists(name -> startsWith(name, '" + DATABASE + ".'), tables)"
        + " AND query_kind IN ('Select', 'Insert') AND query_start_time_microseconds BETWEEN toDateTime64({from:String}, 6, 'UTC') AND toDateTime64({until:String}, 6, 'UTC')"
        + " ORDER BY read_rows DESC", Map.of("from", from, "until", until), row -> new Reading(row.getString(1).strip(), row.getLong(2)));
  }

  /** Reads the list of exceptions: a text of the statement, how often it may read the list of markets, and the reason. */
  private static List<Exemption> exemptions() throws IOException {
    try (InputStream in = NightScanIT.class.getResourceAsStream(EXCEPTIONS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).map(line -> {
        String[] parts = line.split(" \\| ");
        assertThat(parts).as("a line of %s has a text, a number or 'all', and a reason: %s", EXCEPTIONS, line).hasSize(3);
        return new Exemption(parts[0], parts[1]);
      }).toList();
    }
  }

  private String now() {
    return clickHouse.queryOne("SELECT toString(now64(6, 'UTC'))", Map.of(), row -> row.getString(1));
  }

  private long fence() {
    return clickHouse.queryLong("SELECT max(fence) FROM fences", Map.of());
  }

  private void mergeAll() {
    for (String table : List.of("trades_raw", "position_events", "tokens_dim", "markets_dim")) {
      clickHouse.execute("OPTIMIZE TABLE " + table + " FINAL", Map.of());
    }
  }

  private void nightly(TinyMarket market) throws IOException {
    if (source != null) {
      source.close();
    }
    Dataset dataset = market.dataset();
    List<Dataset.Market> markets = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      markets.add(new Dataset.Market(Integer.toString(number), String.format(Locale.ROOT, "0x%064d", number), "", "Will it?", "will-it-" + number, List.of("Yes", "No"),
          List.of(number + "0", number + "1"), null));
    }
    Dataset.Event event = new Dataset.Event("e", "example", "Example", null, List.of("Anything"), null, TinyMarket.START, null, markets);
    Map<String, List<EntityTable>> subgraphs = new HashMap<>();
    Schemas.subgraphs().forEach((name, types) -> subgraphs.put(name, types.values().stream().<EntityTable>map(type -> RowTable.of(type, List.of())).toList()));
    subgraphs.putAll(dataset.subgraphs());
    source = SandboxServer.start(new Dataset(dataset.identity(), dataset.lastBlock(), dataset.lastTimestamp(), subgraphs, List.of(event), List.of()),
        new SandboxOptions(0, Clock.systemUTC(), null));
    settings.put("SOURCE_URL", source.baseUrl());
    settings.put("GAMMA_URL", source.gammaUrl());
    CommandRun run = CommandRun.of(settings, "nightly");
    assertThat(run.code()).as(run.text()).isZero();
  }

  /** Stores a history of years: the wallets of the nights to come, in many conditions and in the one that is traded then, and others. */
  private void history() {
    // each trade has two sides, which the gates ask for
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision)"
        + " SELECT concat('h', toString(number)), concat('0x', leftPad(toString(1 + (number + number % 2 * 7) % 2999), 40, '0')), if(number % 2 = 0, 'TAKER', 'MAKER'),"
        + " if(number % 20 < 2, 20 + intDiv(number, 20) % 2, 1000 + cityHash64(intDiv(number, 2)) % 16000), if(number % 2 = 0, 'BUY', 'SELL'), 2, 1,"
        + " toDateTime(1680000000 + intDiv(number, 2) * 1400, 'UTC'), 0 FROM numbers({rows:UInt64})", Map.of("rows", HISTORY));
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts, revision)"
        + " SELECT concat('p', toString(number)), concat('0x', leftPad(toString(1 + number % 2999), 40, '0')), ['SPLIT', 'MERGE', 'REDEMPTION', 'CONVERSION'][1 + number % 4] AS what,"
        + " if(what = 'CONVERSION', '', leftPad(toString(500 + cityHash64(number) % 7500), 64, '0')),"
        + " if(what = 'CONVERSION', concat(leftPad(toString(number % 100), 62, 'a'), '00'), ''), 1, if(what = 'CONVERSION', [1], []), if(what = 'CONVERSION', 3, 0),"
        + " toDateTime(1680000000 + number * 2800, 'UTC'), 0 FROM numbers({rows:UInt64})", Map.of("rows", HISTORY / 4));
    clickHouse.execute("INSERT INTO tokens_dim (token_id, condition_id, outcome_index, revision) SELECT 1000 + number, leftPad(toString(500 + intDiv(number, 2)), 64, '0'),"
        + " number % 2, 0 FROM numbers(16000)", Map.of());
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, outcomes, neg_risk_market_id, question_index, question_id, revision)"
        + " SELECT leftPad(toString(500 + number), 64, '0'), toString(500 + number), ['Yes', 'No'], if(number < 300, concat(leftPad(toString(intDiv(number, 3)), 62, 'a'), '00'), ''),"
        + " if(number < 300, number % 3, NULL), if(number < 300, concat(leftPad(toString(intDiv(number, 3)), 62, 'a'), leftPad(toString(number % 3), 2, '0')), ''), 0"
        + " FROM numbers(8000)", Map.of());
    clickHouse.execute("INSERT INTO market_resolutions (condition_id, source, payout_numerators, payout_denominator, vector_order, revision)"
        + " SELECT leftPad(toString(500 + number), 64, '0'), 'chain', [1, 0], 1, 'INDEX', 0 FROM numbers(7900)", Map.of());
  }
}
