package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The real trades of an election's AMM markets, against sums that this test makes itself from the table. Pools and tokens are made up. */
class AmmHistoryIT {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private record Trade(String market, long time, String account, boolean buys, String outcome, BigDecimal usd, BigDecimal shares) {

    BigDecimal cash() {
      return buys ? usd.negate() : usd;
    }

    BigDecimal gained() {
      return buys ? shares : shares.negate();
    }
  }

  @Test
  void volumesAndHoldings_matchTable() throws IOException {
    List<Trade> trades = trades();
    assertThat(trades).hasSize(11_480);
    Map<String, Integer> markets = new LinkedHashMap<>();
    Map<String, Integer> outcomes = new LinkedHashMap<>();
    AmmFeed feed = new AmmFeed();
    for (Trade trade : trades) {
      if (!markets.containsKey(trade.market)) {
        int number = markets.size() + 1;
        markets.put(trade.market, number);
        feed.condition(number, List.of()).pool(number, number);
      }
      int number = markets.get(trade.market);
      int outcome = outcomes.computeIfAbsent(trade.market + " " + trade.outcome,
          key -> (int) outcomes.keySet().stream().filter(o -> o.startsWith(trade.market + " ")).count());
      feed.trade(String.format(Locale.ROOT, "0x%064x_1", feed.trades()), trade.buys ? "Buy" : "Sell", trade.time, number, trade.account, trade.usd,
          BigDecimal.ZERO, outcome, trade.shares);
    }
    Map<String, BigDecimal> volume = new TreeMap<>();
    Map<String, BigDecimal> cash = new TreeMap<>();
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (Trade trade : trades.stream().filter(t -> t.account.matches("0x[0-9a-f]{40}")).toList()) {
      String condition = AmmFeed.condition(markets.get(trade.market)).substring(2);
      volume.merge(condition, trade.usd, BigDecimal::add);
      cash.merge(trade.account + " " + condition, trade.cash(), BigDecimal::add);
      shares.merge(trade.account + " " + condition + " " + outcomes.get(trade.market + " " + trade.outcome), trade.gained(), BigDecimal::add);
    }

    try (World world = new World(feed.dataset(), AmmFeed.NOW)) {
      world.catalogue(1, CategoryDefinitions.builtIn());
      world.ingest(1, List.of(Streams.all(world.sandbox.baseUrl()).get(0)));
      // two rows of the table name a user instead of an address
      assertThat(world.ingest(1, Streams.amm(world.sandbox.baseUrl())).details().get("rejected")).isEqualTo(Map.of("bad-address", 2L));
      world.publisher().publish(FenceGuard.of(2));
      equal(sums(world, "SELECT condition_id, sum(usd) FROM trades_enriched WHERE role = 'TAKER' GROUP BY 1"), volume);
      equal(sums(world, "SELECT concat(wallet, ' ', condition_id), cashflow FROM trade_cashflows_v3"), cash);
      equal(sums(world, "SELECT concat(wallet, ' ', condition_id, ' ', toString(outcome_index)), net_shares FROM outcome_positions_v2"), shares);
    }
  }

  private static Map<String, BigDecimal> sums(World world, String sql) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    world.clickHouse.forEach(sql, Map.of(), row -> sums.put(row.getString(1), row.getBigDecimal(2)));
    return sums;
  }

  private static void equal(Map<String, BigDecimal> actual, Map<String, BigDecimal> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((key, value) -> assertThat(value).as(key).isEqualByComparingTo(expected.get(key)));
  }

  private static List<Trade> trades() throws IOException {
    List<Trade> trades = new ArrayList<>();
    try (Reader reader = new InputStreamReader(SharedData.open("midterms-2022/trades.csv.gz"), StandardCharsets.UTF_8)) {
      for (CSVRecord row : CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
        trades.add(new Trade(row.get("market"), LocalDateTime.parse(row.get("timestamp"), TIME).toEpochSecond(ZoneOffset.UTC), row.get("account"),
            row.get("type").equals("Buy"), row.get("outcome"), new BigDecimal(row.get("amount_usdc")), new BigDecimal(row.get("shares"))));
      }
    }
    return trades;
  }
}
