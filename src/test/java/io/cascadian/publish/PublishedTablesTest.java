package io.cascadian.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedTablesTest {

  private static final TableWriter NOTHING = (clickHouse, portion) -> 0;
  private static final Unit WALLETS = unit("wallets");
  private static final Unit TOKENS = unit("tokens");
  private static final WorkTable LEGS = new WorkTable("legs", 3, WALLETS, NOTHING);
  private static final PublishedTable POSITIONS = table("positions", WALLETS, LEGS);
  private static final PublishedTable PNL = table("pnl", WALLETS, POSITIONS);
  private static final PublishedTable CATEGORIES = table("categories", WALLETS, PNL);
  private static final PublishedTable COSTS = table("costs", WALLETS);
  private static final PublishedTable PRICES = table("prices", TOKENS);
  private static final PublishedTables TABLES = new PublishedTables(List.of(POSITIONS, PNL, CATEGORIES, COSTS, PRICES));

  @Test
  void storedVersions_asThePresentOnes_outdateNothing() {
    assertThat(TABLES.versions()).isEqualTo(Map.of("legs", 3, "positions", 1, "pnl", 1, "categories", 1, "costs", 1, "prices", 1));
    assertThat(TABLES.outdated(TABLES.versions())).isEmpty();
  }

  @Test
  void otherVersion_outdatesTableAndAllDerivedFromIt() {
    assertThat(outdatedWith("pnl", 2)).containsExactly("categories", "pnl");
    assertThat(outdatedWith("prices", 0)).containsExactly("prices");
    assertThat(outdatedWith("legs", 4)).containsExactly("categories", "pnl", "positions");
  }

  @Test
  void unknownVersion_outdatesLikeAnotherOne() {
    Map<String, Integer> stored = new HashMap<>(TABLES.versions());
    stored.remove("legs");
    assertThat(TABLES.outdated(stored)).containsExactly("categories", "pnl", "positions");
    assertThat(TABLES.outdated(Map.of())).hasSize(5);
  }

  @Test
  void tableBeforeItsInput_isRejected() {
    assertThatThrownBy(() -> new PublishedTables(List.of(PNL, POSITIONS))).hasMessageContaining("pnl reads positions");
    PublishedTable early = table("early", WALLETS, PRICES);
    assertThatThrownBy(() -> new PublishedTables(List.of(POSITIONS, PRICES, early))).hasMessageContaining("early reads prices");
  }

  @Test
  void repeatedName_isRejected() {
    assertThatThrownBy(() -> new PublishedTables(List.of(COSTS, COSTS))).hasMessageContaining("two published tables are named costs");
  }

  private static Set<String> outdatedWith(String name, int version) {
    Map<String, Integer> stored = new HashMap<>(TABLES.versions());
    stored.put(name, version);
    return TABLES.outdated(stored);
  }

  private static Unit unit(String name) {
    return new Unit(name, List.of(name), "scope_of_" + name, List.of(), List.of(), List.of(), null, null, List.of());
  }

  private static PublishedTable table(String name, Unit unit, Derived... inputs) {
    return new PublishedTable(name, 1, unit, List.of("key"), List.of(inputs), NOTHING);
  }
}
