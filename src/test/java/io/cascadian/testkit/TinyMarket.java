package io.cascadian.testkit;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source's history that a test writes down event by event, and the other histories that a reorganisation makes of it: change a copy and
 * serve that instead. All have the same deployment and the same head. Two markets: tokens 10 and 11, of which 10 paid, and 20 and 21, open.
 */
public final class TinyMarket {

  /** Time of the first block. */
  public static final long START = 1_760_000_000L / 86_400 * 86_400;
  /** Time of the last block of the recorded history. */
  public static final long END = START + 10 * 86_400;
  private static final long FIRST_BLOCK = 80_000_000L;

  private final Map<String, Map<String, Object>> fills = new TreeMap<>();
  private final Map<String, Map<String, Object>> splits = new TreeMap<>();

  /** Seven days from {@link #START} on with a trade an hour, and a split a day. */
  public static TinyMarket week() {
    TinyMarket market = new TinyMarket();
    for (int day = 0; day < 7; day++) {
      for (int hour = 0; hour < 24; hour++) {
        market.buy(String.format(Locale.ROOT, "0x%d%02d_f", day, hour), START + day * 86_400 + hour * 3600, 1 + hour % 5, 20, 2_500_000, 1_000_000);
      }
      market.split("0x" + day + "_s", START + day * 86_400 + 7, 1, 3_000_000);
    }
    return market;
  }

  /** Another history that is the same until it is changed. */
  public TinyMarket copy() {
    TinyMarket copy = new TinyMarket();
    fills.forEach((id, fill) -> copy.fills.put(id, new HashMap<>(fill)));
    splits.forEach((id, split) -> copy.splits.put(id, new HashMap<>(split)));
    return copy;
  }

  /** A purchase, added or put in place of the one with that id; amounts in millionths. */
  public TinyMarket buy(String id, long second, int wallet, int token, long shares, long usd) {
    Map<String, Object> fill = new HashMap<>();
    fill.put("id", id);
    fill.put("transactionHash", "0x" + "a".repeat(64));
    fill.put("timestamp", second);
    fill.put("orderHash", "0x" + "b".repeat(64));
    fill.put("maker", wallet(wallet));
    fill.put("taker", wallet(99));
    fill.put("makerAssetId", "0");
    fill.put("takerAssetId", Integer.toString(token));
    fill.put("makerAmountFilled", usd);
    fill.put("takerAmountFilled", shares);
    fill.put("fee", 0L);
    fills.put(id, fill);
    return this;
  }

  /** A split of the first market's collateral. */
  public TinyMarket split(String id, long second, int wallet, long amount) {
    splits.put(id, new HashMap<>(Map.of("id", id, "timestamp", second, "stakeholder", wallet(wallet), "condition", condition(1), "amount", amount)));
    return this;
  }

  /** The event as it would not be expected. */
  public TinyMarket with(String fill, String field, Object value) {
    fills.get(fill).put(field, value);
    return this;
  }

  public TinyMarket without(String... ids) {
    for (String id : ids) {
      fills.remove(id);
      splits.remove(id);
    }
    return this;
  }

  public static String wallet(int number) {
    return String.format(Locale.ROOT, "0x%040d", number);
  }

  private static String condition(int number) {
    return String.format(Locale.ROOT, "0x%064d", number);
  }

  public Dataset dataset() {
    List<Map<String, Object>> tokens = new ArrayList<>();
    for (int token : new int[] {10, 11, 20, 21}) {
      tokens.add(Map.of("id", Integer.toString(token), "condition", condition(token / 10), "outcomeIndex", token % 10));
    }
    Map<String, Object> resolved = Map.of(
        "id", condition(1), "positionIds", List.of(10L, 11L), "payoutNumerators", List.of(1L, 0L), "payoutDenominator", 1L);
    return new Dataset("tiny", block(END), END, Map.of(
        Schemas.ORDERBOOK, tables(Schemas.ORDERBOOK, Map.of("OrderFilledEvent", fills.values(), "MarketData", tokens)),
        Schemas.ACTIVITY, tables(Schemas.ACTIVITY, Map.of("Split", splits.values())),
        Schemas.PNL, tables(Schemas.PNL, Map.of("Condition", List.of(resolved)))), List.of(), List.of());
  }

  private static List<EntityTable> tables(String subgraph, Map<String, ? extends Iterable<Map<String, Object>>> rows) {
    List<EntityTable> tables = new ArrayList<>();
    Schemas.subgraphs().get(subgraph).forEach((name, type) -> tables.add(table(type, rows.containsKey(name) ? rows.get(name) : List.of())));
    return tables;
  }

  private static EntityTable table(EntityType type, Iterable<Map<String, Object>> entities) {
    List<RowTable.Row> rows = new ArrayList<>();
    for (Map<String, Object> entity : entities) {
      Object time = entity.get("timestamp");
      rows.add(RowTable.Row.of(time == null ? FIRST_BLOCK : block((Long) time),
          type.fields().stream().map(field -> entity.get(field.name())).toArray()));
    }
    return RowTable.of(type, rows);
  }

  private static long block(long second) {
    return FIRST_BLOCK + (second - START) / 2;
  }
}
