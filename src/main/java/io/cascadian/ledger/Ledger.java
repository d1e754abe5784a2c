package io.cascadian.ledger;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresOutOfSyncException;
import java.time.Duration;
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
 * as they were; one during it is carried on by whatever is done next. When the statements themselves changed, everything is worked out
 * anew. Builds that were replaced stay kept for a while and can be brought back. Called under the run lock; not thread-safe.
 */
public final class Ledger {

  /** Name of the detail of a result that counts the rows in which a comparison found the tables to differ. */
  public static final String ROWS_DIFFERING = "rows_differing";

  /** How many replaced builds are kept unless the settings say otherwise. */
  public static final int KEPT_BUILDS = 2;

  /** In between gates look at what came since they last passed. */
  private static final Duration FULL_GATES_EVERY = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final ClickHouse clickHouse;
  private final BuildState state;
  private final WalletTables tables;
  private final WalletBuild work;
  private final BuildComparison comparison;
  private final int keptBuilds;
  private final String definitions = WalletBuild.definitions();

  public Ledger(ClickHouse clickHouse, Postgres postgres) {
    this(clickHouse, postgres, KEPT_BUILDS);
  }

  /** @param keptBuilds how many replaced builds are kept, at least 1 */
  public Ledger(ClickHouse clickHouse, Postgres postgres, int keptBuilds) {
    this.clickHouse = clickHouse;
    this.state = new BuildState(postgres);
    this.tables = new WalletTables(clickHouse);
    this.work = new WalletBuild(clickHouse);
    this.comparison = new BuildComparison(clickHouse);
    this.keptBuilds = keptBuilds;
  }

  /**
   * Brings the published tables up to date: finds what is affected, builds, verifies and publishes it, as the route of the step does one by one.
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones; the published ones stay
   */
  public StepResult publish(FenceGuard guard) {
    Publication affected = findAffected(guard);
    return publish(affected.isEmpty() ? affected : verify(build(affected)));
  }

  /**
   * Notes the wallets that something happened to since the last publication; all of them where the statements changed. Carries on an exchange that was
   * cut off first, and drops a build that had not come so far.
   *
   * @throws StoresOutOfSyncException when the two databases are not of the same time; nothing was done
   */
  public Publication findAffected(FenceGuard guard) {
    guard.checkStores();
    recover(guard);
    BuildState.Published published = state.published();
    boolean everything = !published.definitions().equals(definitions);
    long wallets = everything
        ? affectEverybody()
        : affect("ledger/affected", "ledger/affected-tokens", Map.of("watermark", published.watermark()));
    return new Publication(guard, wallets, everything, 0);
  }

  /** Works the affected wallets out from all their history into a build beside the published tables. */
  public Publication build(Publication publication) {
    LOG.info("  working out {} wallets{}", publication.wallets(), publication.everything() ? " (all)" : "");
    long build = state.begin(publication.guard().fence(), definitions, publication.everything(), publication.wallets());
    tables.begin(build, publication.everything());
    work.fill(publication.guard().fence());
    return publication.staged(build);
  }

  /**
   * Compares the build with the raw tables.
   *
   * @throws BuildRejectedException when they do not agree; the published tables stay
   */
  public Publication verify(Publication publication) {
    List<String> findings = work.verify();
    if (!findings.isEmpty()) {
      state.ended(publication.build(), "rejected", String.join("; ", findings));
      throw new BuildRejectedException(publication.build(), findings);
    }
    return publication;
  }

  /** Exchanges the verified build in and moves the watermark; only the watermark where there was nothing to build. */
  public StepResult publish(Publication publication) {
    FenceGuard guard = publication.guard();
    if (publication.isEmpty()) {
      state.upToDate(new BuildState.Published(guard.fence(), definitions), guard);
      return new StepResult(0, Map.of("wallets", 0L));
    }
    StepResult result = result(publication);
    exchange(publication.build(), guard);
    return result;
  }

  /**
   * Works everything out anew, compares it with what is published, and publishes it. The numbers are the same unless the raw tables changed
   * without a revision that tells.
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones; the published ones stay
   */
  public StepResult rebuild(FenceGuard guard) {
    Publication all = buildEverything(guard);
    StepResult result = with(result(all), comparison.compare(WalletTables::build));
    exchange(all.build(), guard);
    keepOnlySome(guard);
    return result;
  }

  /**
   * Tells what {@link #rebuild} would change, and publishes nothing (but for an exchange that had been cut off, which is carried on first).
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones
   */
  public StepResult rehearseRebuild(FenceGuard guard) {
    Publication all = buildEverything(guard);
    StepResult result = with(result(all), comparison.compare(WalletTables::build));
    tables.drop();
    state.ended(all.build(), "abandoned", "dry run");
    return result;
  }

  /** Returns the names of the tables that are published whole, separated by commas, for routes. */
  public String publishedTables() {
    return String.join(",", WalletTables.NAMES);
  }

  /** The published build and those that can be brought back, in the order in which they were the published one, the last first. */
  public List<KeptBuild> kept() {
    return state.kept().stream().filter(b -> b.published() || tables.isKept(b.id())).toList();
  }

  /**
   * Brings a kept build back and keeps the one that it replaces. The tables are up to date as far as that build was, so the next run works
   * out what happened since. Nothing is done when it is the published one.
   *
   * @throws BuildNotKeptException when it is not there; nothing was changed
   */
  public StepResult rollback(long build, FenceGuard guard) {
    recover(guard);
    KeptBuild target = find(build);
    if (target.published()) {
      LOG.info("  build {} is the published one", build);
      return new StepResult(0, Map.of("build", build));
    }
    StepResult result = with(new StepResult(0, Map.of("build", build, "watermark", target.fence())),
        comparison.compare(table -> WalletTables.kept(table, build)));
    tables.drop();
    exchange(build, guard);
    return result;
  }

  /**
   * Tells what {@link #rollback} would change, and changes nothing (but for an exchange that had been cut off, which is carried on first).
   *
   * @throws BuildNotKeptException when the build is not there
   */
  public StepResult rehearseRollback(long build, FenceGuard guard) {
    recover(guard);
    KeptBuild target = find(build);
    return with(new StepResult(0, Map.of("build", build, "watermark", target.fence())),
        comparison.compare(table -> target.published() ? table : WalletTables.kept(table, build)));
  }

  /** Returns the fence up to which the gates found nothing wrong, so that they may look at what came since; 0 when it is time to ask them in full. */
  public long checkedUpTo() {
    return state.checkedUpTo(FULL_GATES_EVERY);
  }

  /**
   * Notes what the gates said of the published build, and gives up replaced builds that need not be kept any longer.
   *
   * @param inFull whether they looked at everything
   */
  public void judged(boolean passed, boolean inFull, FenceGuard guard) {
    if (state.unfinished().isEmpty()) {
      state.judged(passed, inFull, guard);
      keepOnlySome(guard);
    }
  }

  private long affectEverybody() {
    return affect("ledger/all-wallets", "ledger/all-tokens", Map.of());
  }

  /** Notes what is to be worked out anew; returns how many wallets that are. A token is never affected without a wallet. */
  private long affect(String wallets, String tokens, Map<String, ?> parameters) {
    clickHouse.execute(Sql.load("ledger/group-members"), Map.of());
    clickHouse.execute("TRUNCATE TABLE ledger_affected", Map.of());
    clickHouse.execute(Sql.load(wallets), parameters);
    clickHouse.execute("TRUNCATE TABLE ledger_affected_tokens", Map.of());
    clickHouse.execute(Sql.load(tokens), parameters);
    return clickHouse.queryLong("SELECT count() FROM ledger_affected", Map.of());
  }

  private Publication buildEverything(FenceGuard guard) {
    recover(guard);
    return verify(build(new Publication(guard, affectEverybody(), true, 0)));
  }

  private StepResult result(Publication publication) {
    Map<String, Long> rows = work.rows(publication.guard().fence());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("wallets", publication.wallets());
    details.putAll(rows);
    details.put("build", publication.build());
    return new StepResult(rows.values().stream().mapToLong(Long::longValue).sum(), details);
  }

  private static StepResult with(StepResult result, List<TableDifference> differences) {
    Map<String, Object> details = new LinkedHashMap<>(result.details());
    details.put(ROWS_DIFFERING, differences.stream().mapToLong(d -> d.differing() + d.added() + d.missing()).sum());
    details.put("comparison", differences.stream().map(TableDifference::json).toList());
    return new StepResult(result.rows(), details);
  }

  private KeptBuild find(long build) {
    List<KeptBuild> kept = kept();
    return kept.stream().filter(b -> b.id() == build).findFirst().orElseThrow(() -> new BuildNotKeptException(build, kept));
  }

  private void exchange(long build, FenceGuard guard) {
    guard.check();
    state.exchanging(build, guard);
    tables.exchange(build);
    state.published(build, guard);
  }

  /** Carries on an exchange that was cut off; drops a build that had not come so far. */
  private void recover(FenceGuard guard) {
    long newest = tables.newest();
    if (state.isBehind(newest)) {
      LOG.warn("ClickHouse has build {} of the wallet tables, which Postgres does not know, as if restored from a backup: builds go on from there",
          newest);
      state.unfinished().ifPresent(build -> state.ended(build.id(), "abandoned", "ClickHouse has later builds"));
      state.continueAfter(newest);
    }
    state.unfinished().ifPresent(build -> {
      if (build.exchanging()) {
        LOG.warn("Build {} of the wallet tables was cut off while it was published; carrying on", build.id());
        guard.check();
        tables.exchange(build.id());
        state.published(build.id(), guard);
      } else {
        LOG.warn("Build {} of the wallet tables was cut off; it is dropped", build.id());
        tables.drop();
        state.ended(build.id(), "abandoned", "the process ended before the build did");
      }
    });
  }

  /** Postgres says first which ones are given up, so that tables left by a crash in between are found and dropped later. */
  private void keepOnlySome(FenceGuard guard) {
    state.keepOnly(keptBuilds, guard);
    for (long build : tables.kept()) {
      if (!state.isKept(build)) {
        tables.drop(build);
      }
    }
  }
}
