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
 * The signal-wallet rule: when a wallet that an active strategy tracks takes a position in a market that is not on the strategy's list, the
 * market is put there, unless auto-add is disabled.
 *
 * <p>Each position of a wallet counts once for a strategy, at the first look at it, whatever becomes of it, of the events behind it, or of the
 * market on the list; what a wallet holds at the very first look counts as seen. So turning the switch on releases nothing that was held
 * back. What happens is in the {@link EventLog} before it is in the database. Called under the run lock; not thread-safe.
 */
public final class SignalWallets {

  private final Positions positions;
  private final SignalStore store;
  private final AutoAddSwitch autoAdd;

  /** @param autoAdd is asked before each decision: disabled adds nothing */
  public SignalWallets(ClickHouse clickHouse, Postgres postgres, EventLog log, AutoAddSwitch autoAdd) {
    this.positions = new Positions(clickHouse);
    this.store = new SignalStore(postgres, log, autoAdd);
    this.autoAdd = autoAdd;
  }

  /**
   * Looks at what the published tables say of all tracked wallets that they were worked out anew for since the last look.
   *
   * @return how many markets were put on lists
   * @throws EventLogException when the log cannot be written; nothing was decided for the strategy in question and those after it
   */
  public StepResult look(FenceGuard guard) {
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
      details.put("postponed", "the wallet tables are not published whole; the next run carries that on, and looks at what it publishes");
    }
    for (Decision decision : Decision.values()) {
      details.put(decision.label(), totals.getOrDefault(decision, 0L));
    }
    return new StepResult(totals.getOrDefault(Decision.ADDED, 0L), details);
  }

  /** By wallet. Wallets are asked for together with those that were looked at as far; what is told twice is decided once. */
  private Map<String, List<Position>> held(List<SignalStore.Watcher> watchers) {
    Map<String, Long> looked = watchers.stream().collect(Collectors.toMap(SignalStore.Watcher::wallet, w -> w.looked() == null ? 0 : w.looked(), Math::min));
    Map<Long, List<String>> byFence = looked.entrySet().stream()
        .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    Stream<Position> all = byFence.entrySet().stream().flatMap(entry -> positions.since(entry.getKey(), entry.getValue()).stream());
    return all.collect(Collectors.groupingBy(Position::wallet));
  }
}
