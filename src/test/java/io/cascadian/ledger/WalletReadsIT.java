package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.publish.NotYetPublishedException;
import io.cascadian.publish.PublishedBuilds;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages of a wallet's events and conditions: complete and without doubles, whatever is published or corrected between them. */
class WalletReadsIT extends Scenario {

  private static final String OTHER = "0x" + "2".repeat(40);

  private PublishedBuilds builds;
  private WalletEvents events;
  private WalletConditions conditions;
  private MarketNames names;

  @BeforeEach
  void open() {
    builds = new PublishedBuilds(clickHouse, postgres);
    events = new WalletEvents(clickHouse);
    conditions = new WalletConditions(clickHouse, builds);
    names = new MarketNames(clickHouse);
  }

  @Test
  void events_publishedBetweenPages_leaveListCompleteWithoutDoubles() {
    market(1, "Yes", "No");
    // three in each second, so that pages end within one
    insert(WALLET, "a", 200, 1_000, 1);
    insert(OTHER, "b", 20, 1_000, 1);
    positionEvent(WALLET, "SPLIT", 1, "5");
    publish();
    WalletEvents.Page first = events.page(WALLET, WalletEvents.Place.NEWEST, 40);
    assertThat(first.events()).hasSize(40);
    assertThat(first.events().get(0).kind()).isEqualTo("SPLIT");
    insert(WALLET, "later", 70, 2_000_000_000, fence + 1);
    publish();
    List<String> rest = ids(first.next(), 40);
    List<String> all = new ArrayList<>(first.events().stream().map(WalletEvents.Event::eventId).toList());
    all.addAll(rest);
    assertThat(all).hasSize(201).doesNotHaveDuplicates().noneMatch(id -> id.startsWith("later"));
    assertThat(ids(WalletEvents.Place.NEWEST, 100)).hasSize(271).doesNotHaveDuplicates();
    assertThat(events.page(OTHER, WalletEvents.Place.NEWEST, 50).events()).hasSize(20);
    assertThat(events.page("0x" + "9".repeat(40), WalletEvents.Place.NEWEST, 50).events()).isEmpty();
  }

  @Test
  void correctedAndRemovedEvents_areShownOnceAsTheyAreNow() {
    market(1, "Yes", "No");
    insert(WALLET, "a", 300, 1_000, 1);
    insert(WALLET, "moved", 1, 5_000, 1);
    insert(WALLET, "removed", 1, 6_000, 1);
    insert(WALLET, "dearer", 1, 7_000, 1);
    publish();
    assertThat(events.page(WALLET, WalletEvents.Place.NEWEST, 3).events()).extracting(WalletEvents.Event::eventId).containsExactly("dearer0", "removed0", "moved0");
    // to before everything else, so that its new place is far from the first page
    insert(WALLET, "moved", 1, 10, fence + 1);
    row(WALLET, "removed0", 6_000, "1", fence + 1, true);
    row(WALLET, "dearer0", 7_000, "9", fence + 1, false);
    publish();
    List<WalletEvents.Event> newest = events.page(WALLET, WalletEvents.Place.NEWEST, 10).events();
    assertThat(newest).hasSize(10);
    assertThat(newest.get(0).eventId()).isEqualTo("dearer0");
    assertThat(newest.get(0).usd()).isEqualByComparingTo("9");
    assertThat(newest).extracting(WalletEvents.Event::eventId).doesNotContain("moved0", "removed0");
    List<String> all = ids(WalletEvents.Place.NEWEST, 70);
    assertThat(all).hasSize(302).doesNotHaveDuplicates().endsWith("moved0").doesNotContain("removed0");
    // and the same when the former versions are forgotten
    clickHouse.execute("OPTIMIZE TABLE trades_raw FINAL", Map.of());
    clickHouse.execute("OPTIMIZE TABLE wallet_events FINAL", Map.of());
    assertThat(ids(WalletEvents.Place.NEWEST, 70)).isEqualTo(all);
    assertThat(all).containsExactlyInAnyOrderElementsOf(
        clickHouse.query("SELECT event_id FROM trades WHERE wallet = {w:String}", Map.of("w", WALLET), row -> row.getString(1)));
  }

  @Test
  void events_whenNothingIsRecomputed_areCopied() {
    // of a token that no market is known of
    insert(WALLET, "a", 1, 1_000, 1);
    publish();
    insert(WALLET, "older", 1, 500, fence + 1);

    StepResult result = World.publisher(clickHouse, postgres).publish(FenceGuard.of(++fence));

    assertThat(result.details()).containsEntry("wallets", 0L).containsEntry("tokens", 0L);
    assertThat(ids(WalletEvents.Place.NEWEST, 10)).containsExactly("a0", "older0");
  }

  @Test
  void manyRemovedEvents_endInShorterPages_notInMissingOnes() {
    market(1, "Yes", "No");
    insert(WALLET, "a", 700, 1_000, 1);
    publish();
    clickHouse.execute("INSERT INTO trades_raw SELECT * REPLACE (2 AS revision, 1 AS is_deleted) FROM trades_raw FINAL WHERE ts > toDateTime(1020, 'UTC')", Map.of());
    publish();
    assertThat(ids(WalletEvents.Place.NEWEST, 5)).hasSize(63).doesNotHaveDuplicates();
  }

  @Test
  void versionsOfOneEvent_onBothSidesOfAReading_areOneEvent() {
    market(1, "Yes", "No");
    insert(WALLET, "removed", 28, 9_000, 1);
    insert(WALLET, "dearer", 20, 1_000, 1);
    // 56 rows of removed events; the reading for 6 events has 57, so it ends between the two versions of the newest that is left, whichever comes first
    String version = "INSERT INTO wallet_events (wallet, ts, event_key, token_id, kind, role, shares, usd, revision, is_deleted)"
        + " SELECT wallet, ts, event_key, token_id, 'BUY', 'MAKER', shares, %s FROM trades_raw FINAL";
    List<String> versions = List.of(version.replace("%s", "1, 1, 0"), version.replace("%s", "9, 2, ts >= toDateTime(9000, 'UTC')"));
    for (List<Integer> order : List.of(List.of(0, 1), List.of(1, 0))) {
      clickHouse.execute("TRUNCATE TABLE wallet_events", Map.of());
      order.forEach(number -> clickHouse.execute(versions.get(number), Map.of()));
      assertThat(ids(WalletEvents.Place.NEWEST, 6)).as("%s", order).hasSize(20).doesNotHaveDuplicates();
      assertThat(events.page(WALLET, WalletEvents.Place.NEWEST, 6).events()).hasSize(6)
          .allSatisfy(event -> assertThat(event.usd()).isEqualByComparingTo("9"));
    }
  }

  @Test
  @Tag("proof")
  void conditions_publishedBetweenPages_leaveListAsItWas() {
    for (int market = 1; market <= 7; market++) {
      market(market, "Yes", "No");
      trade(WALLET, market, 0, "BUY", "10", "4", 1_760_000_000 + market);
    }
    publish();
    WalletConditions.Page first = conditions.page(WALLET, null, 3).orElseThrow();
    assertThat(first.conditions()).extracting(WalletConditions.Condition::id).containsExactly(condition(7), condition(6), condition(5));
    // the oldest one would come first now, and a new one before it
    trade(WALLET, 1, 0, "BUY", "10", "4", 1_760_000_100);
    market(8, "Yes", "No");
    trade(WALLET, 8, 0, "BUY", "10", "4", 1_760_000_200);
    publish();
    WalletConditions.Page second = conditions.page(WALLET, first.next(), 3).orElseThrow();
    assertThat(second.conditions()).extracting(WalletConditions.Condition::id).containsExactly(condition(4), condition(3), condition(2));
    assertThat(second.build().publishedAt()).isEqualTo(first.build().publishedAt());
    WalletConditions.Page third = conditions.page(WALLET, second.next(), 3).orElseThrow();
    assertThat(third.conditions()).extracting(WalletConditions.Condition::id).containsExactly(condition(1));
    assertThat(third.conditions().get(0).trades()).isEqualTo(1);
    assertThat(third.next()).isNull();
    assertThat(conditions.page(WALLET, null, 3).orElseThrow().conditions()).extracting(WalletConditions.Condition::id)
        .containsExactly(condition(8), condition(1), condition(7));
    // a list whose build is gone is not continued with another one
    for (int night = 0; night < 4; night++) {
      trade(WALLET, 1, 0, "BUY", "1", "0.4", 1_760_000_300 + night);
      publish();
      World.publisher(clickHouse, postgres).recordGateResult(true, true, FenceGuard.of(fence));
    }
    assertThat(conditions.page(WALLET, second.next(), 3)).isEmpty();
    assertThat(conditions.page("0x" + "9".repeat(40), null, 3).orElseThrow().conditions()).isEmpty();
  }

  @Test
  void condition_hasNumbersOfPublishedTables_andNames() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "100", "40");
    sell(WALLET, 1, 0, "50", "30");
    market(2, "Up", "Down");
    buy(WALLET, 2, 1, "10", "4");
    resolve(1, "chain", "INDEX", 1, 0);
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, event_id, question, outcomes, revision) VALUES ('" + condition(1)
        + "', '1', '77', 'Will it?', ['Yes', 'No'], 1), ('" + condition(2) + "', '2', 'by-its-slug', 'Which way?', ['Up', 'Down'], 1)", Map.of());
    clickHouse.execute("INSERT INTO events_dim (event_id, slug, title, canonical_category, source, revision) VALUES ('77', 'it', 'Of it', 'Politics', 'gamma', 1),"
        + " ('78', 'by-its-slug', 'Ways', 'Crypto', 'gamma', 1)", Map.of());
    publish();
    Map<String, WalletConditions.Condition> byId = new HashMap<>();
    conditions.page(WALLET, null, 50).orElseThrow().conditions().forEach(condition -> byId.put(condition.id(), condition));
    WalletConditions.Condition resolved = byId.get(condition(1));
    assertThat(resolved.realizedUsd()).isEqualByComparingTo("40");
    assertThat(resolved.cashflowUsd()).isEqualByComparingTo("-10");
    assertThat(resolved.payoutUsd()).isEqualByComparingTo("50");
    assertThat(resolved.won()).isTrue();
    assertThat(resolved.trades()).isEqualTo(2);
    assertThat(resolved.outcomes()).singleElement().satisfies(outcome -> {
      assertThat(outcome.netShares()).isEqualByComparingTo("50");
      assertThat(outcome.boughtUsd()).isEqualByComparingTo("40");
      assertThat(outcome.soldShares()).isEqualByComparingTo("50");
      assertThat(outcome.averagePrice()).isEqualByComparingTo("0.4");
      assertThat(outcome.averageCostUsd()).isEqualByComparingTo("10");
    });
    WalletConditions.Condition open = byId.get(condition(2));
    assertThat(open.realizedUsd()).isNull();
    assertThat(open.won()).isNull();
    assertThat(open.outcomes()).singleElement().satisfies(outcome -> assertThat(outcome.index()).isEqualTo(1));

    assertThat(names.outcomes(builds.current(), List.of("21", "999"))).containsOnly(Map.entry("21", new MarketNames.Outcome(condition(2), 1)));
    Map<String, MarketNames.Market> markets = names.markets(builds.current(), List.of(condition(1), condition(2), condition(3)));
    assertThat(markets).containsOnlyKeys(condition(1), condition(2));
    assertThat(markets.get(condition(1))).isEqualTo(new MarketNames.Market("Will it?", List.of("Yes", "No"), "Of it", "Politics"));
    assertThat(markets.get(condition(2)).eventTitle()).isEqualTo("Ways");
    assertThat(markets.get(condition(2)).outcome(1)).isEqualTo("Down");
    // what was unknown is known after the run that read it has published
    market(3, "Yes", "No");
    buy(WALLET, 3, 0, "1", "1");
    assertThat(names.markets(builds.current(), List.of(condition(3)))).isEmpty();
    publish();
    assertThat(names.markets(builds.current(), List.of(condition(3)))).containsOnlyKeys(condition(3));
  }

  @Test
  void assembledConditions_afterNights_haveWhatOtherTablesHave() {
    for (int market = 1; market <= 4; market++) {
      market(market, "Yes", "No");
      buy(WALLET, market, 0, "10", "4");
      buy(OTHER, market, 1, "10", "6");
    }
    sell(WALLET, 2, 0, "12", "5");
    buy(WALLET, 3, 1, "7", "3");
    resolve(1, "chain", "INDEX", 1, 0);
    resolve(2, "chain", "INDEX", 1, 0);
    publish();
    assertThat(AssembledConditions.requireSame(clickHouse)).isEqualTo(8);
    // resolved, sold, redeemed, and one that is no wallet any longer
    time += 86_400;
    resolve(3, "chain", "INDEX", 0, 1);
    sell(WALLET, 4, 0, "10", "9");
    positionEvent(WALLET, "REDEMPTION", 1, "10");
    publish();
    assertThat(AssembledConditions.requireSame(clickHouse)).isEqualTo(8);
    clickHouse.execute("INSERT INTO contracts (address, revision) VALUES ('" + OTHER + "', " + (fence + 1) + ")", Map.of());
    publish();
    assertThat(AssembledConditions.requireSame(clickHouse)).isEqualTo(4);
  }

  @Test
  void buildOfEarlierProgram_isNotReadAsIfItHadNoWallets() {
    market(1, "Yes", "No");
    buy(WALLET, 1, 0, "10", "4");
    publish();
    clickHouse.execute("INSERT INTO published_layers SELECT name, build, mapFilter((k, v) -> k != 'wallet_conditions', layers), sequence + 1, 0"
        + " FROM published_layers FINAL WHERE name = 'published'", Map.of());
    assertThatThrownBy(() -> conditions.page(WALLET, null, 50)).isInstanceOf(NotYetPublishedException.class).hasMessageContaining("the next run publishes it");
  }

  private List<String> ids(WalletEvents.Place from, int limit) {
    List<String> ids = new ArrayList<>();
    for (WalletEvents.Place next = from; next != null; ) {
      WalletEvents.Page page = events.page(WALLET, next, limit);
      assertThat(page.events().size()).isLessThanOrEqualTo(limit);
      page.events().forEach(event -> ids.add(event.eventId()));
      next = page.next();
    }
    return ids;
  }

  /** Inserts trades in market 1, three in each second from {@code from} on. */
  private void insert(String wallet, String prefix, int count, long from, long revision) {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision) SELECT concat('" + prefix
        + "', toString(number)), '" + wallet + "', 'MAKER', 10, 'BUY', 1, 1, " + from + " + intDiv(number, 3), " + revision + " FROM numbers(" + count + ")", Map.of());
  }

  private void row(String wallet, String id, long ts, String usd, long revision, boolean deleted) {
    clickHouse.execute("INSERT INTO trades_raw (new_event_id, wallet, role, token_id, direction, shares, usd, ts, revision, is_deleted) VALUES ('" + id + "', '" + wallet
        + "', 'MAKER', 10, 'BUY', 1, " + usd + ", " + ts + ", " + revision + ", " + (deleted ? 1 : 0) + ")", Map.of());
  }
}
