package io.cascadian.markets;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StoreUnavailableException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds markets that trades, position events and tokens name and {@code markets_dim} lacks, with the results of looking them up.
 *
 * <p>Trades are gone through again only when a table has changed since the last call, by one thread for all callers; how look-ups went is asked on
 * each. Callers who do not wait may get what was found up to two seconds before. Thread-safe.
 */
public final class MissingMarkets {

  /** After which a search is cancelled, so that a dead connection does not block the next one. */
  private static final Duration GIVEN_UP = Duration.ofMinutes(2);

  /** TTL of the cached answer for callers with a timeout: asking whether a table has changed costs as much as many other reads. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private final LookupFailureStore failures;
  private volatile Found found;
  private Search looking;

  /** Caches what was found, with the state of the tables and the time when that state was last seen. */
  private record Found(long state, List<MissingMarket> markets, long nanos) {}

  /** Runs one search of the trades. */
  private record Search(FutureTask<List<MissingMarket>> task, long begun) {}

  public MissingMarkets(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
    this.failures = new LookupFailureStore(postgres);
  }

  /** Returns all missing markets, those with the most volume first. */
  public List<MissingMarket> all() {
    return withLookups(found());
  }

  /**
   * Returns the same within a timeout. The search continues without the caller for later ones; a caller that comes when it has already
   * taken that long does not wait at all.
   *
   * @throws StoreUnavailableException when it is not there by then
   */
  public List<MissingMarket> all(Duration timeout) {
    Found known = found;
    if (known != null && System.nanoTime() - known.nanos < FRESH.toNanos()) {
      return withLookups(known.markets);
    }
    Search now = search();
    try {
      return withLookups(now.task.get(Math.max(0, now.begun + timeout.toNanos() - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | CancellationException e) {
      throw new StoreUnavailableException("ClickHouse", "missing markets", "no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("ClickHouse", "missing markets", "interrupted while waiting", e);
    }
  }

  private synchronized Search search() {
    long now = System.nanoTime();
    if (looking != null && looking.task.isDone()) {
      looking = null;
    }
    if (looking != null && now - looking.begun > GIVEN_UP.toNanos()) {
      looking.task.cancel(true);
      looking = null;
    }
    if (looking == null) {
      looking = new Search(new FutureTask<>(this::found), now);
      Thread thread = new Thread(looking.task, "missing-markets");
      thread.setDaemon(true);
      thread.start();
    }
    return looking;
  }

  private List<MissingMarket> withLookups(List<MissingMarket> markets) {
    Map<LookupKey, LookupFailureStore.Entry> failed = failures.all();
    return markets.stream()
        .map(market -> failed.containsKey(market.key()) ? market.with(failed.get(market.key()).lookups()) : market)
        .toList();
  }

  /** Holds no monitor while it waits for ClickHouse. */
  private List<MissingMarket> found() {
    // before the rows are read: what changes meanwhile is found by the next call
    long asked = System.nanoTime();
    long state = clickHouse.queryLong(Sql.load("markets/missing-state"), Map.of());
    Found known = found;
    Found now = new Found(state, known != null && known.state == state
        ? known.markets
        : clickHouse.query(Sql.load("markets/missing"), Map.of("since", checkedUpTo()), MissingMarkets::missing), asked);
    found = now;
    return now.markets;
  }

  /** Returns the fence of the run up to which the gates found a market behind every trade; 0 once a week, and while they did not pass. */
  private long checkedUpTo() {
    return postgres.queryOne(Sql.load("markets/checked-up-to"), row -> row.getLong(1)).orElseThrow();
  }

  private static MissingMarket missing(ClickHouseBinaryFormatReader row) {
    String condition = row.getString("condition_id");
    List<String> tokens = row.getList("token_ids");
    return new MissingMarket(
        condition.isEmpty() ? null : condition, tokens.stream().map(BigInteger::new).toList(), row.getLong("trades"),
        row.getBigDecimal("usd"), row.getLong("position_events"), row.hasValue("first_ts") ? row.getLong("first_ts") : null,
        row.hasValue("last_ts") ? row.getLong("last_ts") : null, MissingMarket.Lookups.NONE);
  }
}
