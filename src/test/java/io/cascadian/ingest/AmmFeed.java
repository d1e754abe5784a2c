package io.cascadian.ingest;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.Schemas;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A history of pools and their trades, as the legacy subgraph would report it. Every pool and condition is there from block 1 on. */
final class AmmFeed {

  static final long NOW = 1_760_000_000L;

  private final List<Row> pools = new ArrayList<>();
  private final List<Row> trades = new ArrayList<>();
  private final List<Row> conditions = new ArrayList<>();
  private final List<Dataset.Market> markets = new ArrayList<>();

  static String address(int number) {
    return String.format(Locale.ROOT, "0x%040x", number);
  }

  static String condition(int number) {
    return String.format(Locale.ROOT, "0x%064x", number);
  }

  /** Decimal id of the token of an outcome. */
  static String token(int condition, int outcome) {
    return Integer.toString(1000 * condition + outcome + 1);
  }

  AmmFeed pool(int number, int... conditionsOfIt) {
    List<String> ids = new ArrayList<>();
    for (int condition : conditionsOfIt) {
      ids.add(condition(condition));
    }
    pools.add(Row.of(1, address(number), 1L, ids, 2));
    return this;
  }

  /** @param paid numerators; none while it is open */
  AmmFeed condition(int number, List<Long> paid) {
    return conditionFrom(1, number, paid);
  }

  /** A condition that is reported only from a block on. */
  AmmFeed conditionFrom(long block, int number, List<Long> paid) {
    List<String> tokens = List.of(token(number, 0), token(number, 1));
    conditions.add(Row.of(
        block, condition(number), tokens.stream().map(Long::valueOf).toList(), paid, paid.stream().mapToLong(Long::longValue).sum()));
    markets.add(new Dataset.Market(Integer.toString(number), condition(number), "", "?", "m" + number, List.of("Yes", "No"), tokens, null));
    return this;
  }

  AmmFeed trade(String id, String type, long time, int pool, String user, BigDecimal usd, BigDecimal fee, int outcome, BigDecimal shares) {
    trades.add(Row.of(1, id, type, time, address(pool), user, micro(usd), micro(fee), (long) outcome, micro(shares)));
    return this;
  }

  int trades() {
    return trades.size();
  }

  private static long micro(BigDecimal amount) {
    return amount.movePointRight(6).longValueExact();
  }

  Dataset dataset() {
    Map<String, List<EntityTable>> subgraphs = new LinkedHashMap<>();
    Schemas.subgraphs().forEach((name, types) -> {
      List<EntityTable> tables = new ArrayList<>();
      types.values().forEach(type -> tables.add(RowTable.of(type, switch (type.name()) {
        case "FixedProductMarketMaker" -> pools;
        case "FpmmTransaction" -> trades;
        case "Condition" -> name.equals(Schemas.PNL) ? conditions : List.<Row>of();
        default -> List.<Row>of();
      })));
      subgraphs.put(name, tables);
    });
    Dataset.Event event = new Dataset.Event("1", "amm", "Amm", null, List.of("Politics"), null, 1, null, markets);
    return new Dataset("amm", 1000, NOW, subgraphs, List.of(event), List.of());
  }
}
