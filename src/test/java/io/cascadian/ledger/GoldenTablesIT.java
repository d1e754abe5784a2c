package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.Derived;
import io.cascadian.publish.PublishedTable;
import io.cascadian.publish.WorkTable;
import io.cascadian.testkit.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the rows of every published table over one fixed history with those that are on file for its version. Published rows of wallets to which nothing
 * happens are only derived again when the version of their table changes, so other rows need another version.
 *
 * <p>With {@code -Dgolden.write=true} the files of tables whose versions changed are written.
 */
class GoldenTablesIT extends Scenario {

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final int WALLETS = 6;
  private static final int PLAIN_MARKETS = 3;
  private static final int QUESTIONS = 4;
  private static final int EVENTS = 400;

  @Test
  void rowsOfATable_change_onlyWithItsVersion() throws Exception {
    history();
    publish();
    assertThat(gate("conversions-mapped")).as("no conversion is left out").isTrue();
    List<String> findings = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    for (PublishedTable table : World.tables()) {
      List<String> now = new ArrayList<>(List.of(versions(table)));
      now.addAll(rows(table));
      assertThat(now).as(table.name()).hasSizeGreaterThan(5);
      Path file = FOLDER.resolve(table.name() + ".txt");
      List<String> golden = Files.exists(file) ? Files.readAllLines(file) : List.of("");
      if (golden.equals(now)) {
        continue;
      }
      changed.add(table.name());
      if (!golden.get(0).equals(now.get(0))) {
        if (Boolean.getBoolean("golden.write")) {
          Files.createDirectories(FOLDER);
          Files.write(file, now);
        } else {
          findings.add(table.name() + " has another version than " + file + ". Run this test with -Dgolden.write=true and look at what changes there");
        }
      } else if (table.inputs().stream().noneMatch(input -> changed.contains(input.name()))) {
        // those that are derived from it change with it
        findings.add("The rows of " + table.name() + " changed and their version did not: wallets to which nothing happens would keep the old ones. Raise the"
            + " version of " + Stream.concat(Stream.of(table), table.inputs().stream().filter(WorkTable.class::isInstance)).map(Derived::name)
            .collect(Collectors.joining(" or ")) + " where they are described, then run this test with -Dgolden.write=true");
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void files_areOfPublishedTables() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
          .containsExactlyInAnyOrderElementsOf(World.tables().stream().map(PublishedTable::name).toList());
    }
  }

  /** The versions that decide whether rows are derived again: a table's own and those of all that it is derived from. */
  private static String versions(PublishedTable table) {
    Map<String, Integer> versions = new TreeMap<>();
    collect(table, versions);
    return "versions " + versions;
  }

  private static void collect(Derived table, Map<String, Integer> versions) {
    versions.put(table.name(), table.version());
    table.inputs().forEach(input -> collect(input, versions));
  }

  private List<String> rows(PublishedTable table) {
    return clickHouse.query("SELECT toString(tuple(*)) FROM (SELECT * EXCEPT (revision) FROM " + table.name() + " ORDER BY " + String.join(", ", table.key())
        + ")", Map.of(), row -> row.getString(1));
  }

  /** Each event at a second of its own, so that their order is certain. */
  private void history() {
    Random random = new Random(7);
    for (int market = 1; market <= PLAIN_MARKETS; market++) {
      market(market, "Yes", "No");
    }
    for (int question = 0; question < QUESTIONS; question++) {
      negRiskMarket(10 + question, question);
    }
    categories();
    resolve(1, "chain", "INDEX", 1, 0);
    resolve(2, "map", "YES_NO", 27, 23);
    resolve(10, "chain", "INDEX", 0, 1);
    List<String> trades = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    for (int n = 0; n < EVENTS; n++) {
      String wallet = "0x" + "1".repeat(39) + random.nextInt(WALLETS);
      int market = random.nextInt(2) == 0 ? 1 + random.nextInt(PLAIN_MARKETS) : 10 + random.nextInt(QUESTIONS);
      String amount = micros(1 + random.nextInt(20_000_000));
      String at = "'e" + n + "', '" + wallet + "', ";
      String end = (1_760_000_000 + n) + ", 1)";
      int kind = random.nextInt(20);
      if (kind < 13) {
        boolean buy = random.nextInt(3) > 0;
        // also trades of no shares, which have no price
        String usd = micros(random.nextInt(10_000_000));
        trades.add("(" + at + "'MAKER', " + (market * 10 + random.nextInt(2)) + ", '" + (buy ? "BUY" : "SELL") + "', '" + (kind == 0 ? "0" : amount) + "', '"
            + usd + "', '" + (n % 5 == 0 ? micros(n * 10) : "0") + "', '" + (n % 3 == 0 ? "V2" : "V1") + "', " + end);
      } else if (kind < 19) {
        String what = kind < 15 ? "SPLIT" : kind < 17 ? "MERGE" : "REDEMPTION";
        positions.add("(" + at + "'" + what + "', '" + condition(what.equals("REDEMPTION") ? 1 + random.nextInt(2) : market) + "', '', '" + amount + "', [], 0, "
            + end);
      } else {
        positions.add("(" + at + "'CONVERSION', '', '" + GROUP + "', '" + amount + "', [" + (1 + random.nextInt(15)) + "], " + QUESTIONS + ", " + end);
      }
    }
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, fee, era, ts, revision) VALUES "
        + String.join(", ", trades), Map.of());
    clickHouse.execute("INSERT INTO position_events (new_event_id, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, question_count, ts,"
        + " revision) VALUES " + String.join(", ", positions), Map.of());
    // a wallet that turns out to be a contract, and a trade that turns out never to have happened
    buy("0x" + "c".repeat(40), 1, 0, "10", "4");
    clickHouse.execute("INSERT INTO contracts (address, revision) VALUES ('0x" + "c".repeat(40) + "', 1)", Map.of());
    buy(WALLET.substring(0, 41) + "0", 3, 0, "10", "4");
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (2 AS revision, 1 AS is_deleted) FROM trades_raw WHERE event_id = 'e1' AND shares = 10", Map.of());
  }

  private void categories() {
    clickHouse.execute("INSERT INTO markets_dim SELECT * REPLACE (if(toUInt64(condition_id) < 10, 'plain', 'group') AS event_id, revision + 1 AS revision)"
        + " FROM markets_dim FINAL WHERE toUInt64(condition_id) != 3", Map.of());
    clickHouse.execute("INSERT INTO events_dim (event_id, canonical_category, revision) VALUES ('plain', 'Sports', 1), ('group', 'Politics', 1)", Map.of());
  }

  private static String micros(int amount) {
    return amount / 1_000_000 + "." + String.format(Locale.ROOT, "%06d", amount % 1_000_000);
  }
}
