package io.cascadian.dev.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.ResolutionMapFile;
import io.cascadian.source.SandboxSimulation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MarketSimulatorTest {

  private static final long ANCHOR = 1_760_000_000L;
  private static final MarketSimulator.Result RESULT = MarketSimulator.generate(SimulationOptions.of(7, 1, ANCHOR));

  @Test
  void equalOptions_giveEqualHistories() {
    long hash = hash(MarketSimulator.generate(SimulationOptions.of(7, 0.25, ANCHOR)).dataset());
    assertThat(hash(MarketSimulator.generate(SimulationOptions.of(7, 0.25, ANCHOR)).dataset())).isEqualTo(hash);
    assertThat(hash(MarketSimulator.generate(SimulationOptions.of(8, 0.25, ANCHOR)).dataset())).isNotEqualTo(hash);
  }

  /** Taken before there was a second version: data directories, goldens and demos hold histories of version 1. */
  @Test
  void version1_isTheHistoryOfOldSeeds() {
    assertThat(digest(RESULT)).isEqualTo("2689674e602fc666d2da306a06b2db17025311438ee8a1b1441453dfe5f9312f");
    assertThat(digest(MarketSimulator.generate(SimulationOptions.of(11, 0.25, ANCHOR)))).isEqualTo("3c14c5df9d205fb5c1a8e580a06c20e71e68897b733160e6c1319b7c45616a0c");
  }

  @Test
  void optionalStreams_leaveTheMarketsAsTheyAre() {
    Dataset with = MarketSimulator.generate(new SandboxSimulation(1, 7, 1, ANCHOR, 0, true));
    Map<String, List<EntityTable>> markets = new LinkedHashMap<>();
    RESULT.dataset().subgraphs().forEach((name, tables) -> markets.put(name, with.subgraphs().get(name).subList(0, tables.size())));
    assertThat(hash(new Dataset("", 0, 0, markets, with.events(), with.resolutions()))).isEqualTo(hash(RESULT.dataset()));
    assertThat(with.identity()).isNotEqualTo(RESULT.dataset().identity());
    assertThat(RESULT.dataset().subgraphs()).doesNotContainKeys("transfers-subgraph", "polymarket-subgraph");
    assertThat(with.subgraphs().get("activity-subgraph")).last().satisfies(rewards -> assertThat(rewards.size()).isGreaterThan(3_000));
    assertThat(with.subgraphs().get("transfers-subgraph").get(0).size()).isGreaterThan(3_000);
  }

  @Test
  void history_hasStatedSizeAndMix(@TempDir Path folder) throws Exception {
    EntityTable fills = table("orderbook-subgraph", "OrderFilledEvent");
    Set<Object> wallets = new HashSet<>();
    Map<Long, Integer> perSecond = new HashMap<>();
    long takerLegs = 0;
    long fees = 0;
    for (int row = 0; row < fills.size(); row++) {
      if (fills.block(row) <= RESULT.dataset().lastBlock()) {
        wallets.add(fills.value(row, 4));
        perSecond.merge((Long) fills.value(row, 2), 1, Integer::sum);
        takerLegs += isExchange(fills.value(row, 5)) ? 1 : 0;
        fees += (Long) fills.value(row, 10) > 0 ? 1 : 0;
      }
    }
    assertThat(perSecond.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(300_000);
    assertThat(perSecond.values()).anyMatch(count -> count > 3_000);
    assertThat(wallets).hasSizeGreaterThan(3_000);
    assertThat(takerLegs).isGreaterThan(100_000);
    assertThat(fees).isGreaterThan(1_000);
    assertThat(RESULT.groundTruth().resolvedConditions()).isGreaterThan(3_700);
    for (String entity : List.of("Split", "Merge", "Redemption", "NegRiskConversion")) {
      assertThat(table("activity-subgraph", entity).size()).as(entity).isGreaterThan(100);
    }

    Path map = folder.resolve("map.json");
    ResolutionMapFile.write(RESULT.dataset(), ANCHOR, map);
    JsonNode resolutions = new ObjectMapper().readTree(map.toFile()).get("resolutions");
    Map<String, Integer> outcomes = new TreeMap<>();
    resolutions.forEach(r -> outcomes.merge(r.get("resolved_outcome").asText(), 1, Integer::sum));
    assertThat(resolutions.size()).isGreaterThan(4_000);
    assertThat(outcomes.get("YES") + outcomes.get("NO") + outcomes.get("SPLIT")).isGreaterThan(3_700);
    assertThat(outcomes.get("SPLIT")).isGreaterThan(50);
  }

  @Test
  void wallets_neverSellMissingShares() {
    Map<String, Long> held = new HashMap<>();
    replay((wallet, token, change) ->
        assertThat(held.merge(wallet + token, change, Long::sum)).as("%s of %s", token, wallet).isNotNegative());
    assertThat(held).hasSizeGreaterThan(10_000);
  }

  @Test
  void match_takerGetsWhatMakersGive() {
    EntityTable fills = table("orderbook-subgraph", "OrderFilledEvent");
    // collateral and shares into and out of the exchange per transaction; minted and merged sets account for the difference
    Map<Object, Map<Object, Long>> byTransaction = new HashMap<>();
    for (int row = 0; row < fills.size(); row++) {
      Map<Object, Long> balance = byTransaction.computeIfAbsent(fills.value(row, 1), t -> new HashMap<>());
      balance.merge(fills.value(row, 6), (Long) fills.value(row, 8), Long::sum);
      balance.merge(fills.value(row, 7), -(Long) fills.value(row, 9), Long::sum);
    }
    byTransaction.forEach((tx, balance) -> {
      long usd = balance.remove("0");
      assertThat(balance.size()).isBetween(1, 2);
      Set<Long> shares = new HashSet<>(balance.values());
      assertThat(shares).as("both outcomes alike in %s", tx).hasSize(1);
      assertThat(usd).isEqualTo(balance.size() == 2 ? -shares.iterator().next() : 0L);
    });
  }

  @Test
  void dayAfterAnchor_hasNoEvents_laterDaysDo() {
    EntityTable fills = table("orderbook-subgraph", "OrderFilledEvent");
    long later = 0;
    for (int row = 0; row < fills.size(); row++) {
      long time = (Long) fills.value(row, 2);
      assertThat(time > ANCHOR && time <= ANCHOR + 86_400).isFalse();
      later += time > ANCHOR ? 1 : 0;
    }
    assertThat(later).isGreaterThan(1_000);
  }

  private interface Change {
    void apply(String wallet, String token, long change);
  }

  /** All share movements in time order, as the events report them; fees of purchases are taken off. */
  private static void replay(Change change) {
    Map<String, List<?>> positions = new HashMap<>();
    EntityTable conditions = table("pnl-subgraph", "Condition");
    for (int row = 0; row < conditions.size(); row++) {
      positions.put((String) conditions.value(row, 0), (List<?>) conditions.value(row, 1));
    }
    Map<String, List<String>> questions = new HashMap<>();
    for (Dataset.Event event : RESULT.dataset().events()) {
      questions.put(event.negRiskMarketId(), event.markets().stream().map(Dataset.Market::conditionId).toList());
    }
    // of what happens in one second, receipts first: their order within it is not in the events
    TreeMap<Long, List<Runnable>> gains = new TreeMap<>();
    TreeMap<Long, List<Runnable>> losses = new TreeMap<>();
    Change at = change;
    class Book {
      void move(long time, Object wallet, Object token, long amount) {
        (amount > 0 ? gains : losses).computeIfAbsent(time, t -> new java.util.ArrayList<>())
            .add(() -> at.apply(wallet.toString(), token.toString(), amount));
      }
    }
    Book book = new Book();
    EntityTable fills = table("orderbook-subgraph", "OrderFilledEvent");
    for (int row = 0; row < fills.size(); row++) {
      boolean buys = fills.value(row, 6).equals("0");
      book.move((Long) fills.value(row, 2), fills.value(row, 4), fills.value(row, buys ? 7 : 6),
          buys ? (Long) fills.value(row, 9) - (Long) fills.value(row, 10) : -(Long) fills.value(row, 8));
    }
    for (String kind : List.of("Split", "Merge")) {
      EntityTable table = table("activity-subgraph", kind);
      for (int row = 0; row < table.size(); row++) {
        for (Object token : positions.get(table.value(row, 3))) {
          long amount = (Long) table.value(row, 4);
          book.move((Long) table.value(row, 1), table.value(row, 2), token, kind.equals("Split") ? amount : -amount);
        }
      }
    }
    EntityTable conversions = table("activity-subgraph", "NegRiskConversion");
    for (int row = 0; row < conversions.size(); row++) {
      List<String> of = questions.get(conversions.value(row, 3));
      long set = (Long) conversions.value(row, 5);
      for (int q = 0; q < of.size(); q++) {
        boolean converted = (set >> q & 1) == 1;
        long amount = (Long) conversions.value(row, 4);
        book.move((Long) conversions.value(row, 1), conversions.value(row, 2), positions.get(of.get(q)).get(converted ? 1 : 0),
            converted ? -amount : amount);
      }
    }
    TreeMap<Long, Boolean> times = new TreeMap<>();
    gains.keySet().forEach(t -> times.put(t, true));
    losses.keySet().forEach(t -> times.put(t, true));
    for (Long time : times.keySet()) {
      gains.getOrDefault(time, List.of()).forEach(Runnable::run);
      losses.getOrDefault(time, List.of()).forEach(Runnable::run);
    }
  }

  private static boolean isExchange(Object address) {
    return address.equals("0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e") || address.equals("0xc5d563a36ae78145c45a50134d48a1215220f80a");
  }

  private static EntityTable table(String subgraph, String entity) {
    return table(RESULT.dataset(), subgraph, entity);
  }

  private static EntityTable table(Dataset dataset, String subgraph, String entity) {
    return dataset.subgraphs().get(subgraph).stream().filter(t -> t.type().name().equals(entity)).findFirst().orElseThrow();
  }

  /** SHA-256 of everything in a history, by its text. */
  static String digest(MarketSimulator.Result result) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    Dataset dataset = result.dataset();
    Consumer<Object> add = value -> digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
    add.accept(dataset.identity());
    add.accept(dataset.lastBlock() + " " + dataset.lastTimestamp() + " " + dataset.forks());
    dataset.subgraphs().forEach((name, tables) -> {
      for (EntityTable table : tables) {
        add.accept(name + " " + table.type().name() + " " + table.sortField() + " " + table.size());
        for (int row = 0; row < table.size(); row++) {
          for (int field = 0; field < table.type().fields().size(); field++) {
            add.accept(table.value(row, field));
          }
          add.accept(table.block(row) + " " + table.removedAtBlock(row));
        }
      }
    });
    dataset.events().forEach(add);
    dataset.resolutions().forEach(add);
    // as accounts were written when these digests were taken: P&L before fees
    result.groundTruth().wallets().forEach((wallet, account) -> add.accept(wallet + " Account[fills=" + account.fills() + ", tradeCashflow=" + account.tradeCashflow()
        + ", realizedPnl=" + account.grossPnl() + "]"));
    add.accept(result.groundTruth().takerVolume() + " " + result.groundTruth().fills() + " " + result.groundTruth().resolvedConditions());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long hash(Dataset dataset) {
    long hash = 17;
    for (List<EntityTable> tables : dataset.subgraphs().values()) {
      for (EntityTable table : tables) {
        for (int row = 0; row < table.size(); row++) {
          for (int field = 0; field < table.type().fields().size(); field++) {
            hash = hash * 31 + table.value(row, field).hashCode();
          }
          hash = hash * 31 + table.block(row);
        }
      }
    }
    return hash * 31 + dataset.events().hashCode() + dataset.resolutions().hashCode();
  }
}
