package io.cascadian.watchlist;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the signal-wallet rule: a position that a tracked wallet newly takes in a market that is not on an active strategy's watchlist adds
 * the market to it, unless auto-add is disabled.
 *
 * <p>Each position counts once for a strategy, when it is first seen, whatever happens to it, to its events or to the list later. What a wallet holds when
 * it is first seen is the baseline and adds nothing. So enabling auto-add adds nothing that was suppressed before. The
 * {@link EventLog} is written before the database. Called under the run lock; not thread-safe.
 */
public final class SignalWallets {

  private final Positions positions;
  private final SignalStore store;
  private final AutoAddSwitch autoAdd;

  /** @param autoAdd is read in the transaction of each decision */
  public SignalWallets(ClickHouse clickHouse, Postgres postgres, EventLog log, AutoAddSwitch autoAdd) {
    this.positions = new Positions(clickHouse);
    this.store = new SignalStore(postgres, log, autoAdd);
    this.autoAdd = autoAdd;
  }

  /**
   * Decides on the positions of all tracked wallets that were recomputed and published since they were last seen.
   *
   * @return the number of markets added to watchlists
   * @throws EventLogException when the log cannot be written; nothing was decided for the strategy in question and those after it
   */
  public StepResult decide(FenceGuard guard) {
    guard.checkStores();
    List<SignalStore.Watcher> watchers = store.watchers();
    Map<Decision, Long> totals = new EnumMap<>(Decision.class);
    SignalStore.Published published = store.published();
    if (!watchers.isEmpty() && published.whole()) {
      Long run = store.run(guard.fence());
      Map<String, List<Position>> held = held(watchers);
      Map<Long, List<SignalStore.Watcher>> byStrategy =
          watchers.stream().collect(Collectors.groupingBy(SignalStore.Watcher::strategyId, LinkedHashMap::new, Collectors.toList()));
      byStrategy.values().forEach(wallets ->
          store.decide(wallets, held, published.watermark(), run, guard).forEach((decision, count) -> totals.merge(decision, count, Long::sum)));
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("enabled", autoAdd.state().isEnabled());
    details.put("wallets", watchers.stream().map(SignalStore.Watcher::wallet).distinct().count());
    if (!published.whole()) {
      details.put("postponed", "the publication of the wallet tables is unfinished; the next run completes it and then decides");
    }
    for (Decision decision : Decision.values()) {
      details.put(decision.label(), totals.getOrDefault(decision, 0L));
    }
    return new StepResult(totals.getOrDefault(Decision.ADDED, 0L), details);
  }

  /** Reads positions by wallet, in one query for all wallets with the same fence. A position that is read twice is decided once. */
  private Map<String, List<Position>> held(List<SignalStore.Watcher> watchers) {
    Map<String, Long> lastSeen = watchers.stream().collect(Collectors.toMap(SignalStore.Watcher::wallet, w -> w.lastSeenFence() == null ? 0 : w.lastSeenFence(), Math::min));
    Map<Long, List<String>> byFence = lastSeen.entrySet().stream()
        .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    Stream<Position> all = byFence.entrySet().stream().flatMap(entry -> positions.since(entry.getKey(), entry.getValue()).stream());
    return all.collect(Collectors.groupingBy(Position::wallet));
  }
}
