package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise that the wallet tables say what the raw tables say, as of the last run that ended well.
 *
 * <p>A wallet is the unit of work: those that something happened to since the last publication are worked out anew from all their history,
 * beside the published tables, verified against the raw tables, and exchanged in. A crash before the exchange leaves the published tables
 * as they were; one during it is carried on by the next run. When the statements themselves changed, everything is worked out anew. Called
 * under the run lock; not thread-safe.
 */
public final class Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  /** In the order in which they fill the builds. */
  private static final List<String> LEGS = List.of("ledger/legs-of-trades", "ledger/legs-of-sets", "ledger/legs-of-conversions");
  private static final List<String> TABLES = List.of(
      "ledger/positions", "ledger/cashflows", "ledger/condition-pnl", "ledger/outcomes", "ledger/category-pnl");
  /** Raised when the rules in {@link AverageCost} or {@link AverageCostTable} change, so that all wallets are worked out by the new ones. */
  private static final String AVERAGE_COST_RULES = "1";
  /** Trades of one portion of wallets: bounds the memory that a statement needs. */
  private static final long PORTION = 20_000_000;

  private final ClickHouse clickHouse;
  private final BuildState state;
  private final WalletTables tables;
  private final AverageCostTable averageCost;
  private final String definitions;

  public Ledger(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.state = new BuildState(postgres);
    this.tables = new WalletTables(clickHouse);
    this.averageCost = new AverageCostTable(clickHouse);
    this.definitions = fingerprint();
  }

  /**
   * Brings the published tables up to date.
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones; the published ones stay
   */
  public StepResult publish(FenceGuard guard) {
    recover(guard);
    BuildState.Published published = state.published();
    boolean everything = !published.definitions().equals(definitions);
    return build(guard, everything, published.watermark());
  }

  /** Works everything out anew; the numbers are the same. */
  public StepResult rebuild(FenceGuard guard) {
    recover(guard);
    return build(guard, true, 0);
  }

  private StepResult build(FenceGuard guard, boolean everything, long watermark) {
    clickHouse.execute("TRUNCATE TABLE ledger_affected", Map.of());
    clickHouse.execute(
        Sql.load(everything ? "ledger/all-wallets" : "ledger/affected"), everything ? Map.of() : Map.of("watermark", watermark));
    long wallets = clickHouse.queryLong("SELECT count() FROM ledger_affected", Map.of());
    BuildState.Published upToDate = new BuildState.Published(guard.fence(), definitions);
    if (wallets == 0 && !everything) {
      state.upToDate(upToDate, guard);
      return new StepResult(0, Map.of("wallets", 0L));
    }
    LOG.info("  working out {} wallets{}", wallets, everything ? " (all)" : "");
    long build = state.begin(guard.fence(), definitions, everything, wallets);
    tables.begin(build, everything);
    fill(guard.fence());
    List<String> findings = verify();
    if (!findings.isEmpty()) {
      state.ended(build, "rejected", String.join("; ", findings));
      throw new BuildRejectedException(build, findings);
    }
    Map<String, Object> details = details(wallets, guard.fence());
    guard.check();
    state.exchanging(build, guard);
    tables.exchange(build);
    state.published(build, upToDate, guard);
    return new StepResult((Long) details.remove("rows"), details);
  }

  /** Carries on an exchange that was cut off; drops a build that had not come so far. */
  private void recover(FenceGuard guard) {
    state.unfinished().ifPresent(build -> {
      if (build.exchanging()) {
        LOG.warn("Build {} of the wallet tables was cut off while it was published; carrying on", build.id());
        guard.check();
        tables.exchange(build.id());
        state.published(build.id(), new BuildState.Published(build.fence(), build.definitions()), guard);
      } else {
        LOG.warn("Build {} of the wallet tables was cut off; it is dropped", build.id());
        tables.drop();
        state.ended(build.id(), "abandoned", "the process ended before the build did");
      }
    });
  }

  private void fill(long fence) {
    long trades = clickHouse.queryLong(
        "SELECT count() FROM trades_raw WHERE wallet IN (SELECT wallet FROM ledger_affected)", Map.of());
    int buckets = (int) (1 + trades / PORTION);
    for (int bucket = 0; bucket < buckets; bucket++) {
      Map<String, Object> parameters = Map.of("buckets", buckets, "bucket", bucket, "fence", fence);
      clickHouse.execute("TRUNCATE TABLE ledger_legs", Map.of());
      LEGS.forEach(sql -> clickHouse.execute(Sql.load(sql), parameters));
      TABLES.forEach(sql -> clickHouse.execute(Sql.load(sql), parameters));
      averageCost.fill(parameters);
    }
    clickHouse.execute("TRUNCATE TABLE ledger_legs", Map.of());
  }

  private List<String> verify() {
    return clickHouse.queryOne(Sql.load("ledger/verify"), Map.of(), row -> {
      List<String> findings = new ArrayList<>();
      for (String of : List.of("trades", "cash", "shares", "held")) {
        String raw = row.getString("raw_" + of);
        String built = row.getString("built_" + of);
        if (!raw.equals(built)) {
          findings.add(of + ": " + raw + " by what went in, but " + built + " in the build");
        }
      }
      if (row.getLong("repeated") != 0) {
        findings.add(row.getLong("repeated") + " rows of the build are there twice");
      }
      if (row.getLong("of_contracts") != 0) {
        findings.add(row.getLong("of_contracts") + " rows of the build are of contracts");
      }
      return findings;
    });
  }

  private Map<String, Object> details(long wallets, long fence) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("wallets", wallets);
    long rows = 0;
    for (String table : WalletTables.NAMES) {
      long written = clickHouse.queryLong("SELECT count() FROM " + table + "__build WHERE revision = {fence:UInt64}", Map.of("fence", fence));
      details.put(table, written);
      rows += written;
    }
    details.put("rows", rows);
    return details;
  }

  /** Over the text of all statements and the version of the other rules: another one may mean other numbers. */
  private static String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      LEGS.forEach(sql -> digest.update(Sql.load(sql).getBytes(StandardCharsets.UTF_8)));
      TABLES.forEach(sql -> digest.update(Sql.load(sql).getBytes(StandardCharsets.UTF_8)));
      digest.update(Sql.load(AverageCostTable.EVENTS).getBytes(StandardCharsets.UTF_8));
      digest.update(AVERAGE_COST_RULES.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
