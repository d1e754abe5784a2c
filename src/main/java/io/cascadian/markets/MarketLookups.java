package io.cascadian.markets;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresOutOfSyncException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests markets that are traded but not in {@code markets_dim} from the catalogue, in every run until they are found, and reports them in
 * {@value MissingMarketsFile#NAME}.
 *
 * <p>A failure is never stored as an answer: it is retried later and later, and markets with much volume come first. Answers are published
 * before their failures on record are forgotten, so that a crash in between repeats a look-up rather than losing one. Costs one query when
 * nothing is missing. Called under the run lock; not thread-safe.
 */
public final class MarketLookups {

  private static final Logger LOG = LoggerFactory.getLogger(MarketLookups.class);
  /** Batches in one run, so that a catalogue which lacks a great many cannot delay it for hours. */
  private static final int MOST_LOOKUPS = 20_000;
  /** Batches, after which what was found and what failed is stored. */
  private static final int SETTLE_EVERY = 25;

  private final GammaClient gamma;
  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final CategoryDefinitions categories;
  private final MissingMarkets missingMarkets;
  private final LookupFailureStore failures;
  private final MissingMarketsFile file;
  private final Clock clock;

  /** @param folder that the report is written to; created when missing */
  public MarketLookups(
      GammaClient gamma, ClickHouse clickHouse, Postgres postgres, DeadLetters deadLetters, CategoryDefinitions categories, Path folder,
      Clock clock) {
    this.gamma = gamma;
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.categories = categories;
    this.missingMarkets = new MissingMarkets(clickHouse, postgres);
    this.failures = new LookupFailureStore(postgres);
    this.file = new MissingMarketsFile(folder);
    this.clock = clock;
  }

  /** Requests missing markets that are due, publishes those that were found, and reports those that are still missing. */
  public StepResult run(FenceGuard guard) {
    return publish(lookUp(list(guard)));
  }

  /**
   * Describes one round of look-ups.
   *
   * @param missing all markets that are traded and not known
   * @param due those of them that are asked for now
   */
  public record Round(FenceGuard guard, List<MissingMarket> missing, List<LookupKey> due, LookupSession session) {}

  /**
   * Lists what is missing, and what of that is to be asked for now; forgets failures of what became known meanwhile.
   *
   * @throws StoresOutOfSyncException when the two databases are not of the same time; nothing was done
   */
  public Round list(FenceGuard guard) {
    guard.checkStores();
    Instant now = clock.instant();
    clickHouse.execute(Sql.load("markets/named-conditions"), Map.of());
    List<MissingMarket> missing = missingMarkets.all();
    Map<LookupKey, LookupFailureStore.Entry> earlier = failures.all();
    forgetSettled(missing, earlier, guard);
    List<LookupKey> due = missing.stream().map(MissingMarket::key)
        .filter(key -> !earlier.containsKey(key) || earlier.get(key).isDue(now))
        .limit(MOST_LOOKUPS).toList();
    DimensionTables tables = new DimensionTables(clickHouse, guard, DimensionTables.CATALOGUE);
    return new Round(guard, missing, due, new LookupSession(gamma, deadLetters, categories, tables, earlier, now));
  }

  /** Requests markets that are due in batches; stores results and failures every few batches. */
  public Round lookUp(Round round) {
    int asked = 0;
    List<LookupBatch> batches = LookupBatch.cut(round.due());
    for (LookupBatch batch : batches) {
      if (!round.session().shouldContinue()) {
        LOG.warn("Catalogue: no usable answers; {} of {} batches of look-ups wait for the next run",
            batches.size() - asked, batches.size());
        break;
      }
      round.session().ask(batch);
      if (++asked % SETTLE_EVERY == 0) {
        round.session().settle(failures, round.guard());
        LOG.info("  missing markets: {} of {} batches looked up, {} found", asked, batches.size(), round.session().found().size());
      }
    }
    return round;
  }

  /** Publishes the rest of what was found, stores what failed, and writes the report of what is still missing. */
  public StepResult publish(Round round) {
    LookupSession session = round.session();
    if (!round.due().isEmpty()) {
      session.settle(failures, round.guard());
    }
    file.write(stillMissing(round.missing(), session));
    return result(round.missing().size(), session);
  }

  /** Deletes failures of what became known another way, such as by the catalogue's own list. */
  private void forgetSettled(List<MissingMarket> missing, Map<LookupKey, LookupFailureStore.Entry> earlier, FenceGuard guard) {
    Set<LookupKey> settled = new HashSet<>(earlier.keySet());
    missing.forEach(market -> settled.remove(market.key()));
    failures.update(Map.of(), settled, guard);
  }

  private static List<MissingMarket> stillMissing(List<MissingMarket> missing, LookupSession session) {
    List<MissingMarket> still = new ArrayList<>();
    for (MissingMarket market : missing) {
      if (!session.found().contains(market.key())) {
        LookupFailureStore.Entry failed = session.failed().get(market.key());
        still.add(failed == null ? market : market.with(failed.lookups()));
      }
    }
    return still;
  }

  private static StepResult result(int missing, LookupSession session) {
    long found = session.found().size();
    long failed = session.failed().size();
    Map<LookupFailure, Long> failures = new HashMap<>();
    session.failed().values().forEach(entry -> failures.merge(entry.failure(), 1L, Long::sum));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("missing", (long) missing);
    details.put("looked_up", found + failed);
    details.put("found", found);
    details.put("not_found", failures.getOrDefault(LookupFailure.NOT_FOUND, 0L));
    details.put("failed", failures.getOrDefault(LookupFailure.FAILED, 0L));
    details.put("refused", failures.getOrDefault(LookupFailure.REFUSED, 0L));
    details.put("waiting", missing - found - failed);
    if (!session.unreadableFields().isEmpty()) {
      details.put("unreadable_fields", session.unreadableFields());
    }
    return new StepResult(session.written(), details);
  }
}
