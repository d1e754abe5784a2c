package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.OnchainFillsConverter;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.StepRecord;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real decoded fills, all the way through, against sums that this test makes itself from the table. */
class OnchainFillsIT {

  private static final String LOGS = "onchain-fills/events.csv.gz";
  private static final Set<String> EXCHANGES =
      Set.of("0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e", "0xc5d563a36ae78145c45a50134d48a1215220f80a");

  @TempDir
  private Path folder;

  /** One log, read without any code of the project. */
  private record Fill(String maker, String taker, BigInteger makerAsset, BigInteger takerAsset, BigDecimal gave, BigDecimal got) {

    boolean buys() {
      return makerAsset.signum() == 0;
    }

    BigDecimal usd() {
      return buys() ? gave : got;
    }

    BigDecimal shares() {
      return buys() ? got : gave.negate();
    }

    BigInteger token() {
      return buys() ? takerAsset : makerAsset;
    }
  }

  @Test
  void realFills_areStoredOnce_addUp() throws Exception {
    List<Fill> fills = fills();
    assertThat(fills).hasSize(713);
    Path feed = folder.resolve("fills.jsonl");
    assertThat(OnchainFillsConverter.convert(SharedData.path(LOGS), feed)).isEqualTo(new OnchainFillsConverter.Converted(713, 287, 0));

    // the logs do not say which condition a token is of: without that they are stored and counted, but in no wallet table
    RunRecord unmapped = run(feed, "unmapped", stores -> {
      verifyTrades(stores, fills);
      assertThat(stores.queryLong("SELECT count() FROM outcome_positions_v2", Map.of())).isZero();
    });
    assertThat(unmapped.status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(unmapped.steps()).filteredOn(s -> s.error() != null).singleElement().extracting(StepRecord::error).asString()
        .contains("markets-missing-dim: 713 trades");
    // the catalogue was asked for every traded token, and has none
    assertThat(unmapped.steps()).filteredOn(s -> s.step().equals("missing-markets")).singleElement().extracting(StepRecord::details)
        .satisfies(details -> assertThat(details.toString()).contains("missing=110", "looked_up=110", "not_found=110", "waiting=0"));

    addStandInMarkets(feed, fills);
    RunRecord mapped = run(feed, "mapped", clickHouse -> {
      verifyTrades(clickHouse, fills);
      verifyWallets(clickHouse, fills);
    });
    assertThat(mapped.status()).as(String.valueOf(mapped.steps())).isEqualTo(RunStatus.SUCCESS);
  }

  private static void verifyTrades(ClickHouse clickHouse, List<Fill> fills) {
    assertThat(clickHouse.queryLong("SELECT count() FROM trades_raw", Map.of())).isEqualTo(713);
    assertThat(clickHouse.queryLong("SELECT uniqExact(event_id) FROM trades_raw FINAL", Map.of())).isEqualTo(713);
    BigDecimal total = fills.stream().map(Fill::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal taker = fills.stream().filter(f -> EXCHANGES.contains(f.taker)).map(Fill::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(taker).isGreaterThan(BigDecimal.ONE);
    Map<String, BigDecimal> volume = new TreeMap<>();
    clickHouse.forEach("SELECT sum(usd), sumIf(usd, role = 'TAKER') FROM trades_raw FINAL", Map.of(), row -> {
      volume.put("total", row.getBigDecimal(1));
      volume.put("taker side", row.getBigDecimal(2));
    });
    equal(volume, Map.of("total", total, "taker side", taker));
    Map<String, BigDecimal> cash = new TreeMap<>();
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (Fill fill : fills) {
      cash.merge(fill.maker, fill.buys() ? fill.usd().negate() : fill.usd(), BigDecimal::add);
      shares.merge(fill.maker + " " + fill.token(), fill.shares(), BigDecimal::add);
    }
    Map<String, BigDecimal> storedCash = new TreeMap<>();
    clickHouse.forEach("SELECT wallet, sum(cashflow) FROM trades_raw FINAL GROUP BY wallet", Map.of(),
        row -> storedCash.put(row.getString(1), row.getBigDecimal(2)));
    equal(storedCash, cash);
    Map<String, BigDecimal> storedShares = new TreeMap<>();
    clickHouse.forEach(
        "SELECT concat(wallet, ' ', toString(token_id)), sum(if(direction = 'BUY', shares, -shares)) FROM trades_raw FINAL GROUP BY 1", Map.of(),
        row -> storedShares.put(row.getString(1), row.getBigDecimal(2)));
    equal(storedShares, shares);
  }

  private static void verifyWallets(ClickHouse clickHouse, List<Fill> fills) {
    Map<String, BigDecimal> cash = new TreeMap<>();
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (Fill fill : fills) {
      if (!EXCHANGES.contains(fill.maker)) {
        cash.merge(fill.maker + " " + condition(fill.token()), fill.buys() ? fill.usd().negate() : fill.usd(), BigDecimal::add);
        shares.merge(fill.maker + " " + condition(fill.token()), fill.shares(), BigDecimal::add);
      }
    }
    Map<String, BigDecimal> storedCash = new TreeMap<>();
    clickHouse.forEach("SELECT concat(wallet, ' ', condition_id), cashflow FROM trade_cashflows_v3", Map.of(),
        row -> storedCash.put(row.getString(1), row.getBigDecimal(2)));
    equal(storedCash, cash);
    Map<String, BigDecimal> storedShares = new TreeMap<>();
    clickHouse.forEach("SELECT concat(wallet, ' ', condition_id), net_shares FROM outcome_positions_v2", Map.of(),
        row -> storedShares.put(row.getString(1), row.getBigDecimal(2)));
    equal(storedShares, shares);
    World.tables().stream().filter(table -> table.unit().name().equals("wallets")).forEach(table -> {
      for (String exchange : EXCHANGES) {
        assertThat(clickHouse.queryLong("SELECT count() FROM " + table.name() + " WHERE wallet = {w:String}", Map.of("w", exchange)))
            .as(table.name()).isZero();
      }
    });
    assertThat(clickHouse.queryLong("SELECT count() FROM wallet_condition_pnl", Map.of())).isPositive();
  }

  private static void equal(Map<String, BigDecimal> actual, Map<String, BigDecimal> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((key, value) -> assertThat(value).as(key).isEqualByComparingTo(expected.get(key)));
  }

  /** A condition of its own for each token, half of them resolved: made up, as the logs hold none. */
  private static void addStandInMarkets(Path feed, List<Fill> fills) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("{\"record\":\"event\",\"id\":\"1\",\"slug\":\"stand-in\",\"title\":\"Stand-in\",\"tags\":[\"Crypto\"],\"created_at\":1}\n");
    Set<BigInteger> seen = new HashSet<>();
    for (Fill fill : fills) {
      BigInteger token = fill.token();
      if (seen.add(token)) {
        BigInteger other = token.xor(BigInteger.ONE);
        String condition = "0x" + condition(token);
        String paid = seen.size() % 2 == 0 ? "[1,0]" : "[]";
        lines.append(String.format(Locale.ROOT, "{\"record\":\"condition\",\"block\":80505738,\"condition_id\":\"%s\",\"token_ids\":[\"%s\",\"%s\"],"
            + "\"payout_numerators\":%s}%n", condition, token, other, paid));
        lines.append(String.format(Locale.ROOT, "{\"record\":\"market\",\"event_id\":\"1\",\"id\":\"%d\",\"condition_id\":\"%s\",\"question\":\"?\","
            + "\"outcomes\":[\"Yes\",\"No\"],\"token_ids\":[\"%s\",\"%s\"]}%n", seen.size(), condition, token, other));
      }
    }
    Files.writeString(feed, lines, StandardOpenOption.APPEND);
  }

  private static String condition(BigInteger token) {
    return String.format(Locale.ROOT, "%064x", token);
  }

  private RunRecord run(Path feed, String name, java.util.function.Consumer<ClickHouse> verify) throws Exception {
    Path dataDir = folder.resolve(name);
    Map<Setting, String> values = new HashMap<>();
    values.put(StoreSettings.DATA_DIR, dataDir.toString());
    values.put(SandboxSettings.SANDBOX_FEED, feed.toString());
    values.put(ServiceSettings.RUNTIME_DIR, dataDir.resolve("runtime").toString());
    values.put(ResolutionSettings.DROP_DIR, dataDir.resolve("drop").toString());
    values.put(ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0");
    Settings settings = Modules.load(values, TestStores.freshEnvironment(), folder);
    try (Service service = Service.start(settings, System.out, false)) {
      RunRecord run = service.nightly("test");
      try (Stores stores = Stores.open(settings, line -> { })) {
        verify.accept(stores.clickHouse());
      }
      return run;
    }
  }

  private static List<Fill> fills() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Fill> fills = new ArrayList<>();
    try (Reader reader = new InputStreamReader(SharedData.open(LOGS), StandardCharsets.UTF_8)) {
      for (CSVRecord row : CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
        if (row.get("event_name").equals("OrderFilled")) {
          JsonNode args = json.readTree(row.get("args"));
          fills.add(new Fill(
              args.path("maker").asText().toLowerCase(Locale.ROOT), args.path("taker").asText().toLowerCase(Locale.ROOT),
              new BigInteger(args.path("makerAssetId").asText()), new BigInteger(args.path("takerAssetId").asText()),
              new BigDecimal(args.path("making").asText()).movePointLeft(6), new BigDecimal(args.path("taking").asText()).movePointLeft(6)));
        }
      }
    }
    return fills;
  }
}
