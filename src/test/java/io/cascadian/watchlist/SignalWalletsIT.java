package io.cascadian.watchlist;

import static io.cascadian.watchlist.WatchedWorld.condition;
import static io.cascadian.watchlist.WatchedWorld.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StoreException;
import io.cascadian.testkit.TestFences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New positions of tracked wallets put markets on lists: once, reported in the log, and only while auto-add is enabled. */
class SignalWalletsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOW = 1_760_000_000;
  private static final int TESTS = 9;

  @TempDir
  private Path folder;

  private static WatchedWorld world;
  private static int tests;

  private Path file;
  private long strategy;
  /** Each test has wallets and markets of its own; it counts them from 1 on. */
  private int base;

  /** What each test begins with is published once for all of them. */
  @BeforeAll
  static void begin() {
    world = new WatchedWorld();
    for (int test = 1; test <= TESTS; test++) {
      world.markets(100 * test + 1, 100 * test + 9, "Sports");
      world.buy(100 * test + 1, 100 * test + 1, 0, "100", "40", NOW);
    }
    world.publish();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /** Wallets 1 and 2 are tracked; 1 holds market 1 before anybody looks. */
  @BeforeEach
  void firstLook() {
    assertThat(++tests).as("each test has markets").isLessThanOrEqualTo(TESTS);
    base = 100 * tests;
    file = folder.resolve("runtime/watchlist-events.jsonl");
    strategy = world.strategy("followers " + base, true, List.of(base + 1, base + 2));
    assertThat(signals(true).decide(FenceGuard.of(world.fence)).details()).containsEntry("baseline", 1L).containsEntry("added", 0L);
    assertThat(list(strategy)).isEmpty();
    assertThat(file).doesNotExist();
  }

  private SignalWallets signals(boolean enabled) {
    EventLog log = new EventLog(file);
    return new SignalWallets(world.clickHouse, world.postgres, log, new AutoAddSwitch(world.postgres, log, enabled));
  }

  private Map<String, Object> decide(boolean enabled) {
    return signals(enabled).decide(world.publish()).details();
  }

  private List<String> list(long strategy) {
    return world.watchlist.page(strategy, 1000, 0).stream()
        .map(market -> Integer.parseInt(market.conditionId()) - base + " " + market.source().label()).toList();
  }

  private List<JsonNode> log() throws IOException {
    return Files.readAllLines(file).stream().map(SignalWalletsIT::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void newPosition_addsMarketOnce() throws IOException {
    long idle = world.strategy("idle", false, List.of(base + 2));
    world.trade("0x1", base + 1, base + 2, 1, "10", "6.5", NOW + 10);
    world.buy(base + 2, base + 2, 1, "10", "6", NOW + 20);
    world.buy(base + 9, base + 3, 0, "10", "6", NOW + 20);
    world.split(base + 1, base + 4, "1000");
    world.buy(base + 1, base + 7, 0, "10", "6", NOW + 20);
    FenceGuard published = world.publish();
    // as a dropped map does, which does not wait for the next night's tables
    world.resolve(base + 7);
    assertThat(signals(true).decide(published).details()).containsEntry("added", 1L).containsEntry("listed", 1L);
    assertThat(list(strategy)).containsExactly("2 signal");
    JsonNode metadata = parse(world.watchlist.find(strategy, condition(base + 2)).orElseThrow().metadata());
    assertThat(metadata.path("wallet").asText()).isEqualTo(wallet(base + 1));
    assertThat(metadata.path("outcome").asText()).isEqualTo("No");
    assertThat(metadata.path("usd").decimalValue()).isEqualByComparingTo("6.5");
    JsonNode line = log().get(0);
    assertThat(log()).hasSize(1);
    assertThat(line.path("event").asText()).isEqualTo("added");
    assertThat(line.path("strategy_name").asText()).isEqualTo("followers " + base);
    assertThat(line.path("shares").decimalValue()).isEqualByComparingTo("10");
    assertThat(line.path("first_trade_at").asText()).isEqualTo("2025-10-09T08:53:30Z");
    assertThat(line.path("canonical_category").asText()).isEqualTo("Sports");

    // taken off by hand; the event is reported again, the wallet buys more, and everything is recomputed
    assertThat(world.watchlist.remove(strategy, condition(base + 2))).isTrue();
    world.trade("0x1", base + 1, base + 2, 1, "10", "6.5", NOW + 10);
    world.buy(base + 1, base + 2, 1, "5", "3", NOW + 30);
    world.postgres.update("UPDATE build_tables SET version = 0");
    assertThat(decide(true)).containsEntry("added", 0L).containsEntry("suppressed", 0L);
    assertThat(list(strategy)).isEmpty();
    assertThat(log()).hasSize(1);

    // the idle one has looked as well: made active, it begins with what comes then
    world.buy(base + 2, base + 5, 0, "10", "6", NOW + 40);
    decide(true);
    world.postgres.update("UPDATE strategies SET active = true");
    world.buy(base + 2, base + 6, 0, "10", "6", NOW + 50);
    decide(true);
    assertThat(list(idle)).containsExactly("6 signal");
    assertThat(list(strategy)).containsExactly("5 signal", "6 signal");
  }

  @Test
  void autoAddDisabled_addsNothing_andEnablingReleasesNothing() throws IOException {
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    assertThat(decide(false)).containsEntry("suppressed", 1L).containsEntry("added", 0L).containsEntry("enabled", false);
    assertThat(list(strategy)).isEmpty();
    assertThat(log()).singleElement().satisfies(line -> {
      assertThat(line.path("event").asText()).isEqualTo("suppressed");
      assertThat(line.path("reason").asText()).contains("auto-add is disabled by AUTONOMOUS_TRADING_ENABLED");
    });
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 20);
    world.buy(base + 1, base + 3, 0, "10", "6", NOW + 20);
    decide(true);
    assertThat(list(strategy)).containsExactly("3 signal");
    assertThat(log()).extracting(line -> line.path("event").asText()).containsExactly("suppressed", "added");
  }

  @Test
  void disabledAutoAdd_holdsBackAtOnce_neverAllowsMoreThanSetting() throws IOException {
    // as in a service that goes on running
    SignalWallets running = signals(true);
    AutoAddSwitch autoAdd = new AutoAddSwitch(world.postgres, new EventLog(file), true);
    try {
      assertThat(autoAdd.set(false, "a wallet was taken over").isEnabled()).isFalse();
      world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
      assertThat(running.decide(world.publish()).details()).containsEntry("suppressed", 1L).containsEntry("added", 0L).containsEntry("enabled", false);
      assertThat(autoAdd.set(true, "it is ours again").isEnabled()).isTrue();
      world.buy(base + 1, base + 3, 0, "10", "6", NOW + 20);
      assertThat(running.decide(world.publish()).details()).containsEntry("added", 1L).containsEntry("enabled", true);
      assertThat(list(strategy)).containsExactly("3 signal");
      assertThat(new AutoAddSwitch(world.postgres, new EventLog(file), false).set(true, "the setting says no").isEnabled()).isFalse();
      assertThat(log()).extracting(line -> line.path("event").asText())
          .containsExactly("auto-add-disabled", "suppressed", "auto-add-enabled", "added", "auto-add-enabled");
      assertThat(log().get(0).path("reason").asText()).isEqualTo("a wallet was taken over");
      assertThat(log().get(1).path("reason").asText()).endsWith("; suppressed, because auto-add is disabled: a wallet was taken over");

      // disabling does not need the event log, enabling does
      Path folder = Files.createDirectories(file.resolveSibling("a-folder"));
      AutoAddSwitch silent = new AutoAddSwitch(world.postgres, new EventLog(folder), true);
      assertThat(silent.set(false, "now").switchEnabled()).isFalse();
      assertThatThrownBy(() -> silent.set(true, "now")).isInstanceOf(EventLogException.class);
      assertThat(silent.state().switchEnabled()).isFalse();
    } finally {
      world.postgres.update("UPDATE auto_add_switch SET enabled = true");
    }
  }

  @Test
  void inactiveStrategy_isNotFilledByCurrentRun() {
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    FenceGuard guard = world.publish();
    SignalStore store = new SignalStore(world.postgres, new EventLog(file), new AutoAddSwitch(world.postgres, new EventLog(file), true));
    List<SignalStore.Watcher> read = store.watchers().stream().filter(w -> w.strategyId() == strategy).toList();
    Map<String, List<Position>> held = Map.of(wallet(base + 1), new Positions(world.clickHouse).since(0, List.of(wallet(base + 1))));
    world.strategies.change(strategy, new StrategyChange(Optional.empty(), Optional.of(false), Optional.empty(), Optional.empty()));
    assertThat(store.decide(read, held, guard.fence(), null, guard)).containsOnly(Map.entry(Decision.INACTIVE, 1L));
    world.buy(base + 1, base + 3, 0, "10", "6", NOW + 20);
    FenceGuard next = world.publish();
    Map<String, List<Position>> more = Map.of(wallet(base + 1), new Positions(world.clickHouse).since(0, List.of(wallet(base + 1))));
    assertThat(world.strategies.delete(strategy)).isTrue();
    assertThat(store.decide(read, more, next.fence(), null, next)).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void unwritableLog_blocksAddition() throws IOException {
    Files.createDirectories(file);
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    FenceGuard guard = world.publish();
    assertThatThrownBy(() -> signals(true).decide(guard)).isInstanceOf(EventLogException.class).hasMessageContaining("WATCHLIST_EVENTS_FILE");
    assertThat(list(strategy)).isEmpty();
    Files.delete(file);
    decide(true);
    assertThat(list(strategy)).containsExactly("2 signal");
    assertThat(log()).hasSize(1);
  }

  @Test
  void additionCutOffBetweenLogAndDatabase_isMadeLater_loggedOnce() throws IOException {
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    FenceGuard guard = world.publish();
    // the line is written before the transaction commits, and the commit fails
    world.postgres.update("CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''cut off''; END'");
    world.postgres.update("CREATE CONSTRAINT TRIGGER cut_off AFTER INSERT ON strategy_watchlist DEFERRABLE INITIALLY DEFERRED"
        + " FOR EACH ROW EXECUTE FUNCTION cut_off()");
    assertThatThrownBy(() -> signals(true).decide(guard)).isInstanceOf(StoreException.class);
    assertThat(list(strategy)).isEmpty();
    assertThat(log()).hasSize(1);
    world.postgres.update("DROP TRIGGER cut_off ON strategy_watchlist");
    // and what a crash tore off, in the middle of a character, is on the file's last line
    byte[] torn = "{\"id\":\"added:9\",\"strategy_name\":\"é".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
    world.buy(base + 1, base + 3, 0, "10", "6", NOW + 20);
    decide(true);
    assertThat(list(strategy)).containsExactly("2 signal", "3 signal");
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    assertThat(lines).hasSize(3);
    assertThat(parse(lines.get(0)).path("condition_id").asText()).isEqualTo(condition(base + 2));
    assertThat(parse(lines.get(2)).path("condition_id").asText()).isEqualTo(condition(base + 3));
  }

  @Test
  void interruptedPublication_positionIsSeenLater() {
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    long late = world.strategy("late " + base, true, List.of(base + 3));
    world.buy(base + 3, base + 3, 0, "10", "6", NOW + 10);
    assertThat(signals(true).decide(world.publishCutOff()).details()).containsEntry("added", 0L);
    assertThat(decide(true)).containsEntry("added", 1L).containsEntry("baseline", 1L);
    assertThat(list(strategy)).containsExactly("2 signal");
    assertThat(list(late)).as("held before the first look at whole tables").isEmpty();
  }

  @Test
  void lostLock_decidesNothing() {
    world.buy(base + 1, base + 2, 0, "10", "6", NOW + 10);
    long fence = world.publish().fence();
    assertThatThrownBy(() -> signals(true).decide(TestFences.lost(fence))).isInstanceOf(LostLockException.class);
    assertThat(list(strategy)).isEmpty();
    assertThat(file).doesNotExist();
    decide(true);
    assertThat(list(strategy)).as("who has the lock then").containsExactly("2 signal");
  }

  @Test
  void largeLog_isRotated_withoutLoss() throws IOException {
    for (int market = 2; market <= 4; market++) {
      world.buy(base + 1, base + market, 0, "10", "6", NOW + market);
      EventLog log = new EventLog(file, 100);
      new SignalWallets(world.clickHouse, world.postgres, log, new AutoAddSwitch(world.postgres, log, true)).decide(world.publish());
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      List<String> lines = files.filter(f -> f.toString().endsWith(".jsonl")).sorted().flatMap(SignalWalletsIT::lines).toList();
      assertThat(lines).hasSize(3).extracting(line -> parse(line).path("market_id").asInt() - base).containsExactlyInAnyOrder(2, 3, 4);
    }
    assertThat(log()).hasSize(1);
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
