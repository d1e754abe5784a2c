package io.cascadian.watchlist;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides once on each position: writes list entries, decisions and the fence up to which positions were seen in one transaction under the run's fence,
 * and commits it only after the event log is written.
 */
final class SignalStore {

  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final Postgres postgres;
  private final EventLog log;
  private final AutoAddSwitch autoAdd;

  SignalStore(Postgres postgres, EventLog log, AutoAddSwitch autoAdd) {
    this.postgres = postgres;
    this.log = log;
    this.autoAdd = autoAdd;
  }

  /**
   * Names a wallet that a strategy tracks.
   *
   * @param lastSeenFence fence of the publication whose positions were seen last; null before the first one
   */
  record Watcher(long strategyId, String wallet, Long lastSeenFence) {}

  /**
   * States how far the wallet tables are published.
   *
   * @param watermark fence up to which they were published
   * @param whole false while the tables may be of a newer build than the watermark, or no build was published yet
   */
  record Published(long watermark, boolean whole) {}

  /** Returns the published state. It must be read before the tables, which may then be newer: their new rows are seen again by the next run. */
  Published published() {
    return postgres.queryOne(
        "SELECT watermark, watermark > 0 AND NOT EXISTS (SELECT 1 FROM ledger_builds WHERE state = 'publishing') FROM ledger_state",
        row -> new Published(row.getLong(1), row.getBoolean(2))).orElseThrow();
  }

  List<Watcher> watchers() {
    return postgres.query(
        "SELECT strategy_id, wallet, last_seen_fence FROM strategy_wallets ORDER BY strategy_id, wallet",
        row -> new Watcher(row.getLong(1), row.getString(2), row.getObject(3, Long.class)));
  }

  /** Returns the run that has a fence; null when none is recorded. */
  Long run(long fence) {
    return postgres.queryOne("SELECT id FROM runs WHERE fence = ? ORDER BY id DESC LIMIT 1", row -> row.getLong(1), fence).orElse(null);
  }

  /**
   * Decides on the positions of one strategy's wallets that were not decided on before.
   *
   * @param wallets of the strategy, all of them
   * @param held positions by wallet
   * @param watermark fence up to which the tables were published before the positions were read
   * @return how many came to which decision
   */
  Map<Decision, Long> decide(List<Watcher> wallets, Map<String, List<Position>> held, long watermark, Long run, FenceGuard guard) {
    long id = wallets.get(0).strategyId();
    Set<String> unseen = wallets.stream().filter(w -> w.lastSeenFence() == null).map(Watcher::wallet).collect(Collectors.toSet());
    return postgres.inTransaction("decide on signals of strategy " + id, connection -> {
      guard.checkIn(connection);
      Optional<Followed> found = hold(connection, id);
      if (found.isEmpty()) {
        return Map.of();
      }
      Followed strategy = found.get();
      AutoAddSwitch.State state = autoAdd.hold(connection);
      List<Position> all = wallets.stream().filter(w -> strategy.wallets.contains(w.wallet()))
          .flatMap(w -> held.getOrDefault(w.wallet(), List.of()).stream())
          .sorted(Comparator.comparing(Position::firstTradeAt).thenComparing(Position::wallet).thenComparing(Position::conditionId)).toList();
      Set<String> known = known(connection, id, all);
      Set<String> listed = listed(connection, id, all);
      Map<Position, Decision> decisions = new LinkedHashMap<>();
      List<SignalEvent> events = new ArrayList<>();
      for (Position position : all) {
        if (known.contains(key(position.wallet(), position.conditionId()))) {
          continue;
        }
        Decision decision = decision(strategy, position, unseen, listed, state.isEnabled());
        if (decision == Decision.ADDED || decision == Decision.SUPPRESSED) {
          SignalEvent event = new SignalEvent(
              decision == Decision.ADDED, suppressedBy(state), id, strategy.name, position, run, guard.fence(), Instant.now());
          if (decision == Decision.ADDED && !add(connection, event)) {
            // a request put it there meanwhile
            decision = Decision.LISTED;
          } else {
            events.add(event);
          }
          if (decision != Decision.SUPPRESSED) {
            listed.add(position.conditionId());
          }
        }
        decisions.put(position, decision);
      }
      remember(connection, id, decisions, guard.fence());
      update(connection, "UPDATE strategy_wallets SET last_seen_fence = ? WHERE strategy_id = ? AND wallet = ANY (?::text[])",
          watermark, id, wallets.stream().map(Watcher::wallet).toArray(String[]::new));
      log.append(events);
      Map<Decision, Long> counts = new EnumMap<>(Decision.class);
      decisions.values().forEach(decision -> counts.merge(decision, 1L, Long::sum));
      return counts;
    });
  }

  /** Holds a strategy as it is during the transaction. */
  private record Followed(String name, boolean active, Set<String> wallets) {}

  /** Keeps requests from changing or deleting the strategy until the transaction ends; empty when it was deleted. */
  private static Optional<Followed> hold(Connection connection, long id) throws SQLException {
    try (PreparedStatement lock = prepare(connection, "SELECT name, active FROM strategies WHERE id = ? FOR SHARE", id);
        ResultSet row = lock.executeQuery()) {
      return row.next()
          ? Optional.of(new Followed(row.getString(1), row.getBoolean(2),
              texts(connection, "SELECT wallet FROM strategy_wallets WHERE strategy_id = ?", id)))
          : Optional.empty();
    }
  }

  private static String suppressedBy(AutoAddSwitch.State state) {
    return state.settingEnabled() ? ": " + state.reason() : " by AUTONOMOUS_TRADING_ENABLED";
  }

  private static Decision decision(Followed strategy, Position position, Set<String> unseen, Set<String> listed, boolean enabled) {
    if (unseen.contains(position.wallet())) {
      return Decision.BASELINE;
    }
    if (!strategy.active) {
      return Decision.INACTIVE;
    }
    if (listed.contains(position.conditionId())) {
      return Decision.LISTED;
    }
    return enabled ? Decision.ADDED : Decision.SUPPRESSED;
  }

  private static Set<String> known(Connection connection, long strategy, List<Position> positions) throws SQLException {
    return texts(connection,
        """
        SELECT wallet || ' ' || condition_id FROM strategy_signals
        WHERE strategy_id = ? AND (wallet, condition_id) IN (SELECT * FROM unnest(?::text[], ?::text[]))
        """,
        strategy, wallets(positions), conditions(positions));
  }

  private static Set<String> listed(Connection connection, long strategy, List<Position> positions) throws SQLException {
    return texts(connection, "SELECT condition_id FROM strategy_watchlist WHERE strategy_id = ? AND condition_id = ANY (?::text[])",
        strategy, conditions(positions));
  }

  private static boolean add(Connection connection, SignalEvent event) throws SQLException {
    return update(connection,
        """
        INSERT INTO strategy_watchlist (strategy_id, condition_id, source, reason, metadata) VALUES (?, ?, 'signal', ?, ?::jsonb)
        ON CONFLICT (strategy_id, condition_id) DO NOTHING
        """,
        event.strategyId(), event.position().conditionId(), event.reason(), json(event.metadata())) > 0;
  }

  private static void remember(Connection connection, long strategy, Map<Position, Decision> decisions, long fence) throws SQLException {
    List<Position> positions = List.copyOf(decisions.keySet());
    update(connection,
        """
        INSERT INTO strategy_signals (strategy_id, fence, wallet, condition_id, decision)
        SELECT ?, ?, wallet, condition_id, decision FROM unnest(?::text[], ?::text[], ?::text[]) AS d (wallet, condition_id, decision)
        """,
        strategy, fence, wallets(positions), conditions(positions),
        decisions.values().stream().map(Decision::label).toArray(String[]::new));
  }

  private static String key(String wallet, String condition) {
    return wallet + " " + condition;
  }

  private static String[] wallets(List<Position> positions) {
    return positions.stream().map(Position::wallet).toArray(String[]::new);
  }

  private static String[] conditions(List<Position> positions) {
    return positions.stream().map(Position::conditionId).toArray(String[]::new);
  }

  private static String json(Map<String, Object> values) {
    try {
      return StorableText.ofJson(JSON.writeValueAsString(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metadata is not plain values", e);
    }
  }

  private static Set<String> texts(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters); ResultSet rows = statement.executeQuery()) {
      Set<String> texts = new HashSet<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
