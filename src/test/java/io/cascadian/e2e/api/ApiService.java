package io.cascadian.e2e.api;

import io.cascadian.runtime.HealthSettings;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.BlackHole;
import io.cascadian.testkit.RawHttp;
import io.cascadian.testkit.TcpRelay;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Runs one service for the tests of its HTTP interface, on databases that can be disconnected, with data that responses must not reveal. */
final class ApiService implements AutoCloseable {

  static final String TOKEN = "a-token-of-the-tests";
  static final String WALLET = "0x" + "ab".repeat(20);
  /** Wallet whose open holding has no price. */
  static final String UNPRICED = "0x" + "cd".repeat(20);
  private static final String CONDITION = "c".repeat(64);

  final RawHttp http;
  final TcpRelay clickHouseRelay;
  final TcpRelay postgresRelay;
  /** Behind the relays: from here on a database can be silent instead of gone. */
  final BlackHole clickHouseHole;
  final BlackHole postgresHole;
  final ClickHouse clickHouse = TestStores.freshClickHouse();
  final PostgresSettings postgresSettings = TestStores.freshPostgresSettings();
  final Postgres postgres = Postgres.connect(postgresSettings);
  final Service service;
  long run;
  long deadLetter;

  private ApiService() throws Exception {
    clickHouseHole = BlackHole.relay(URI.create(clickHouse.settings().url()).getPort());
    clickHouseRelay = new TcpRelay(clickHouseHole.port());
    URI postgresUri = URI.create(postgresSettings.jdbcUrl().substring("jdbc:".length()));
    postgresHole = BlackHole.relay(postgresUri.getPort());
    postgresRelay = new TcpRelay(postgresHole.port());
    Path folder = Files.createTempDirectory("canary-folder");
    Path feed = folder.resolve("empty.jsonl");
    Files.writeString(feed, "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    service = Service.start(Modules.load(Map.ofEntries(
        Map.entry(StoreSettings.CLICKHOUSE_URL, "http://127.0.0.1:" + clickHouseRelay.port()),
        Map.entry(StoreSettings.CLICKHOUSE_USER, clickHouse.settings().user()),
        Map.entry(StoreSettings.CLICKHOUSE_PASSWORD, clickHouse.settings().password()),
        Map.entry(StoreSettings.CLICKHOUSE_DATABASE, clickHouse.settings().database()),
        Map.entry(StoreSettings.DATABASE_URL, "jdbc:postgresql://127.0.0.1:" + postgresRelay.port() + postgresUri.getPath()),
        Map.entry(StoreSettings.DATABASE_USER, postgresSettings.user()),
        Map.entry(StoreSettings.DATABASE_PASSWORD, postgresSettings.password()),
        Map.entry(StoreSettings.DATA_DIR, folder.resolve("data").toString()),
        Map.entry(SandboxSettings.SANDBOX_FEED, feed.toString()),
        Map.entry(ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString()),
        Map.entry(ResolutionSettings.DROP_DIR, folder.resolve("drop").toString()),
        Map.entry(HealthSettings.HEALTH_TIMEOUT, "2s"),
        Map.entry(HttpSettings.API_TOKEN, TOKEN),
        Map.entry(HttpSettings.HTTP_PORT, "0")), Map.of(), folder), System.out, true);
    http = new RawHttp(URI.create(service.url()).getPort());
    data();
  }

  /** Gives it to test methods as a parameter, starts it for the first one, and ends it after all tests of the process. */
  static final class Provider implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ApiService.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(ApiService.class, type -> {
        try {
          return new ApiService();
        } catch (Exception e) {
          throw new IllegalStateException("the service cannot be started", e);
        }
      });
    }
  }

  @Override
  public void close() throws Exception {
    service.close();
    clickHouseRelay.close();
    postgresRelay.close();
    clickHouseHole.close();
    postgresHole.close();
    postgres.close();
    TestStores.drop(clickHouse);
  }

  /** Stores messages of databases and exceptions as runs store them, and a wallet with numbers. */
  private void data() {
    String words = "Connect to http://canary-host.internal.example:8123 [canary-host/10.1.2.3] failed, cannot write to /srv/canary/secret.txt:"
        + " org.example.canary.CanaryException: refused\n\tat org.example.canary.Canary.run(Canary.java:7)";
    run = postgres.queryOne("INSERT INTO runs (kind, trigger, status, reason, fence, finished_at) VALUES ('nightly', 'test', 'partial', ?, 1, now())"
        + " RETURNING id", row -> row.getLong(1), words).orElseThrow();
    postgres.update("INSERT INTO run_steps VALUES (?, 'ingest', 1, 'failed', now(), 12, 3, ?,"
        + " jsonb_build_object('source_time', '2025-10-09T08:53:20Z', 'last', ?))", run, words, words);
    postgres.update("UPDATE ledger_state SET watermark = 1");
    TestDeadLetters.of(postgres).record("fills", "test", words, "{}", "/srv/canary/secret.txt");
    deadLetter = postgres.queryOne("SELECT max(id) FROM dead_letters", row -> row.getLong(1)).orElseThrow();
    clickHouse.execute("INSERT INTO tokens_dim VALUES (11, '" + "8".repeat(64) + "', 0, 'test', 1, 0)", Map.of());
    clickHouse.execute("INSERT INTO wallet_condition_pnl__layers (wallet, condition_id, cashflow, payout_value, realized_pnl_usd, gross_pnl_usd, fees_usd, legs, canonical_category, market_id,"
        + " resolution_source, trades, last_ts, revision, layer) VALUES ('" + WALLET + "', '" + CONDITION
        + "', -20.5, 12.25, -8.25, -8, 0.25, 'all', 'Politics', '7', 'chain', 4, 1760000000, 1, 0)", Map.of());
    clickHouse.execute("INSERT INTO wallet_open_positions__layers VALUES ('" + WALLET + "', '" + CONDITION + "', 0, 11, 10, 0.4, 10, 0.4, 1, 0, 0, 0), ('"
        + UNPRICED + "', '" + CONDITION + "', 1, 12, 5, 0.3, 5, 0.3, 1, 0, 0, 0)", Map.of());
    clickHouse.execute("INSERT INTO trade_cashflows_v3__layers (wallet, condition_id, cashflow, trades, first_ts, last_ts) VALUES ('" + WALLET + "', '" + CONDITION
        + "', -20.5, 4, 1759990000, 1760000000), ('" + WALLET + "', '" + "8".repeat(64) + "', -1, 1, 1759980000, 1759980000)", Map.of());
    clickHouse.execute("INSERT INTO wallet_conditions__layers (wallet, condition_id, first_ts, last_ts, won, amounts, outcomes, holdings, revision, layer) VALUES ('" + WALLET + "', '"
        + CONDITION + "', 1759990000, 1760000000, -1, [4, -20.5, 0, 0, 1, -8.25, -8, 0, 0, 12.25, 4, 0, 1, 0], [], [(11, 10, 0.4, 10, 0.4)], 1, 0), ('" + WALLET + "', '"
        + "8".repeat(64) + "', 1759980000, 1759980000, -1, [1, -1, 0, 0], [], [], 1, 0), ('" + UNPRICED + "', '" + CONDITION
        + "', 1759990000, 1760000000, -1, [1, 0, 0, 0], [], [(12, 5, 0.3, 5, 0.3)], 1, 0)", Map.of());
    clickHouse.execute("INSERT INTO published_layers SELECT name, build, mapUpdate(layers, map('wallet_conditions', [toUInt64(0)])), sequence + 1, 0 FROM published_layers FINAL"
        + " WHERE name = 'published'", Map.of());
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, question, outcomes, revision) VALUES ('" + CONDITION + "', '7', 'Is it?', ['Yes', 'No'], 1)", Map.of());
    clickHouse.execute("INSERT INTO wallet_events (wallet, ts, event_key, token_id, kind, role, condition_id, shares, usd, revision) VALUES"
        + " ('" + WALLET + "', 1760000000, '\\x03second', 11, 'BUY', 'TAKER', '', 10, 4, 1), ('" + WALLET + "', 1759990000, '\\x03first', 0, 'SPLIT', 'NONE', '" + CONDITION
        + "', 3, 0, 1)", Map.of());
    clickHouse.execute("INSERT INTO token_last_prices__layers (token_id, last_price, last_trade_at, revision, layer) VALUES (11, 0.65, 1760000500, 1, 0)", Map.of());
  }
}
