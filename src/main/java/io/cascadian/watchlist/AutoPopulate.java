package io.cascadian.watchlist;

import io.cascadian.store.ClickHouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a strategy's watchlist within two seconds and without an exception, whatever state the databases are in.
 *
 * <p>Unresolved markets that the strategy's wallets hold come first, then what is traded in its categories; where there is nothing of either,
 * what the settings name. When all of these queries fail, nothing is added and the result has a warning: a failed query does not
 * prove that there is nothing.
 * Markets that were removed by request are not added again. Databases are queried by a bounded number of own threads,
 * which are not waited for beyond the limit. Thread-safe.
 */
public final class AutoPopulate implements AutoCloseable {

  /** Upper limit of markets in one call. */
  static final int MOST = 100;

  private static final Logger LOG = LoggerFactory.getLogger(AutoPopulate.class);
  private static final int WORKERS = 12;

  private final Strategies strategies;
  private final Watchlist watchlist;
  private final Candidates candidates;
  private final Fallback fallback;
  private final Limits limits;
  private final ExecutorService workers;

  /**
   * Limits the time of one call.
   *
   * @param total from the call to the answer
   * @param storing of that, kept free for the end
   */
  record Limits(Duration total, Duration storing) {

    /** A little less than the two seconds that are promised. */
    static final Limits USUAL = new Limits(Duration.ofMillis(1900), Duration.ofMillis(600));
  }

  /** @param clickHouse with a timeout soon after the limit, so that statements without a waiting caller do not pile up */
  public AutoPopulate(Strategies strategies, Watchlist watchlist, ClickHouse clickHouse, Fallback fallback) {
    this(strategies, watchlist, clickHouse, fallback, Limits.USUAL);
  }

  AutoPopulate(Strategies strategies, Watchlist watchlist, ClickHouse clickHouse, Fallback fallback, Limits limits) {
    this.strategies = strategies;
    this.watchlist = watchlist;
    this.candidates = new Candidates(clickHouse);
    this.fallback = fallback;
    this.limits = limits;
    this.workers = new ThreadPoolExecutor(0, WORKERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
      Thread thread = new Thread(task, "watchlist");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Fills a strategy's list and returns what was found; called again, it adds what is new. */
  public PopulateResult autoPopulateWatchlist(long strategyId) {
    List<String> warnings = new ArrayList<>();
    PopulateResult result;
    try {
      result = populate(strategyId, warnings, new TimeBox(workers, limits.total()));
    } catch (TimeBox.FailedException | RuntimeException e) {
      LOG.warn("Watchlist of strategy {}: filling failed; the list is unchanged or partly filled, and the caller got an empty result", strategyId, e);
      warnings.add(e instanceof TimeBox.FailedException ? e.getMessage() : "internal error; the log has the cause");
      result = new PopulateResult(strategyId, PopulateResult.Status.EMPTY, List.of(), warnings);
    }
    result.warnings().forEach(warning -> LOG.warn("Watchlist of strategy {}: {}", strategyId, warning));
    return result;
  }

  private PopulateResult populate(long id, List<String> warnings, TimeBox time) throws TimeBox.FailedException {
    Optional<Strategy> stored = time.await("the strategy", time.begin("the strategy", () -> strategies.find(id)), limits.total());
    if (stored.isEmpty()) {
      return new PopulateResult(id, PopulateResult.Status.UNKNOWN_STRATEGY, List.of(), List.of("there is no strategy " + id));
    }
    Strategy strategy = stored.get();
    Future<Set<String>> removed = time.begin("removals", () -> watchlist.removed(id));
    Optional<List<Candidate>> found = best(strategy, warnings, time);
    if (found.isEmpty()) {
      warnings.add("every query failed, so nothing is added to the list: try again; GET /api/health shows which database is down");
      return new PopulateResult(id, PopulateResult.Status.EMPTY, List.of(), warnings);
    }
    List<Candidate> best = found.get();
    PopulateResult.Status status = PopulateResult.Status.FILLED;
    if (best.isEmpty()) {
      best = fallback.candidates();
      status = best.isEmpty() ? PopulateResult.Status.EMPTY : PopulateResult.Status.FALLBACK;
      warnings.add(best.isEmpty() ? "no data, and DEFAULT_CONDITION_IDS names no market: nothing to watch" : "no data: the markets of DEFAULT_CONDITION_IDS");
    }
    Set<String> off = time.await("removals", removed, limits.total());
    List<Candidate> wanted = best.stream().filter(candidate -> !off.contains(candidate.conditionId())).limit(MOST).toList();
    Set<String> added = wanted.isEmpty() ? Set.of() : time.await("the list (ask for it: it may have been filled all the same)",
        time.begin("the list", () -> watchlist.addAll(id, wanted)), limits.total());
    return new PopulateResult(id, status, wanted.stream().map(candidate -> new PopulateResult.Entry(
        candidate.conditionId(), candidate.source(), candidate.reason(), added.contains(candidate.conditionId()))).toList(), warnings);
  }

  /**
   * Returns each market once, with the first reason found; a failed query is a warning. Empty when every query failed: an empty
   * list would mean that there is nothing.
   */
  private Optional<List<Candidate>> best(Strategy strategy, List<String> warnings, TimeBox time) {
    Map<String, Candidate> best = new LinkedHashMap<>();
    Map<String, Future<List<Candidate>>> sources = new LinkedHashMap<>();
    if (!strategy.wallets().isEmpty()) {
      begin("what is held", sources, warnings, time, () -> candidates.held(strategy, MOST));
    }
    if (!strategy.categories().isEmpty()) {
      begin("what is traded", sources, warnings, time, () -> candidates.traded(strategy, MOST));
    }
    boolean any = strategy.wallets().isEmpty() && strategy.categories().isEmpty();
    for (Map.Entry<String, Future<List<Candidate>>> source : sources.entrySet()) {
      try {
        time.await(source.getKey(), source.getValue(), time.left().minus(limits.storing())).forEach(c -> best.putIfAbsent(c.conditionId(), c));
        any = true;
      } catch (TimeBox.FailedException e) {
        LOG.warn("Watchlist of strategy {}: a query failed; candidates of the other queries are used", strategy.id(), e);
        warnings.add(e.getMessage());
      }
    }
    return any ? Optional.of(new ArrayList<>(best.values())) : Optional.empty();
  }

  private static void begin(String what, Map<String, Future<List<Candidate>>> sources, List<String> warnings, TimeBox time,
      Callable<List<Candidate>> work) {
    try {
      sources.put(what, time.begin(what, work));
    } catch (TimeBox.FailedException e) {
      warnings.add(e.getMessage());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
