package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresOutOfSyncException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes new builds of the derived tables, and rolls them back.
 *
 * <p>Units that something happened to since the last publication are recomputed from all their history in staging tables, verified against the raw tables,
 * and exchanged in. Tables whose version changed, and those derived from them, are recomputed for all units; the others are not. A crash before the exchange
 * leaves the published tables as they were; one during it is completed by whatever is done next. Replaced builds are retained for a while and can be rolled
 * back to. Called under the run lock; not thread-safe.
 */
public final class Publisher {

  /** Name of the detail of a result that counts the rows in which a comparison found the tables to differ. */
  public static final String ROWS_DIFFERING = "rows_differing";

  /** How many replaced builds are retained unless the settings say otherwise. */
  public static final int RETAINED_BUILDS = 2;

  /** In between gates check what came since they last passed. */
  private static final Duration FULL_GATES_EVERY = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final PublishedTables tables;
  private final BuildStore state;
  private final TableExchange exchange;
  private final TableBuild work;
  private final BuildComparison comparison;
  private final int retainedBuilds;

  /** @param retainedBuilds how many replaced builds are retained, at least 1 */
  public Publisher(ClickHouse clickHouse, Postgres postgres, PublishedTables tables, int retainedBuilds) {
    this.tables = tables;
    this.state = new BuildStore(postgres);
    this.exchange = new TableExchange(clickHouse);
    this.work = new TableBuild(clickHouse, tables);
    this.comparison = new BuildComparison(clickHouse, tables);
    this.retainedBuilds = retainedBuilds;
  }

  /**
   * Updates the published tables: finds the affected wallets, builds, verifies and publishes, as the route of the step does one by one.
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones; the published ones stay
   */
  public StepResult publish(FenceGuard guard) {
    Publication affected = findAffected(guard);
    return publish(affected.isEmpty() ? affected : verify(build(affected)));
  }

  /**
   * Finds the units that something happened to since the last publication, and the tables whose version changed since it. Completes an exchange that was cut
   * off first, and drops a build that had not come so far.
   *
   * @throws StoresOutOfSyncException when the two databases are not of the same time; nothing was done
   */
  public Publication findAffected(FenceGuard guard) {
    guard.checkStores();
    recover(guard);
    return scope(guard, tables.outdated(state.publishedVersions()));
  }

  private Publication scope(FenceGuard guard, Set<String> outdated) {
    return new Publication(guard, work.scope(state.watermark(), outdated), outdated, 0);
  }

  /** Recomputes the affected units from all their history in staging tables. */
  public Publication build(Publication publication) {
    LOG.info("  recomputing {}{}", publication.units(), publication.outdated().isEmpty() ? "" : ", all of them in " + publication.outdated());
    long build = state.begin(publication, tables);
    exchange.stage(build, tables.list(), publication.outdated());
    work.fill(publication.outdated(), publication.guard().fence());
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
      state.upToDate(guard);
      return new StepResult(0, new LinkedHashMap<>(publication.units()));
    }
    StepResult result = result(publication);
    exchange(publication.build(), guard);
    return result;
  }

  /**
   * Recomputes all tables for all units, compares them with the published ones, and publishes them. The numbers are the same unless the raw tables changed
   * without a new revision.
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones; the published ones stay
   */
  public StepResult rebuild(FenceGuard guard) {
    Publication all = buildEverything(guard);
    StepResult result = with(result(all), comparison.compare(tables.names(), TableExchange::staging));
    exchange(all.build(), guard);
    prune(guard);
    return result;
  }

  /**
   * Returns what {@link #rebuild} would change, and publishes nothing (but for an exchange that had been cut off, which is completed first).
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones
   */
  public StepResult dryRunRebuild(FenceGuard guard) {
    Publication all = buildEverything(guard);
    StepResult result = with(result(all), comparison.compare(tables.names(), TableExchange::staging));
    exchange.dropStaging(tables.names());
    state.ended(all.build(), "dropped", "dry run");
    return result;
  }

  /** Returns the published build and those that can be rolled back to, in the order in which they were the published one, the last first. */
  public List<RetainedBuild> retained() {
    return state.retained().stream().filter(build -> build.published() || exchange.isRetained(build.id(), tablesOf(build.id()))).toList();
  }

  /**
   * Publishes a retained build again and retains the one that it replaces. The tables are complete as far as that build was, so the next run recomputes
   * what happened since. A table that the build does not have, because a newer program publishes it, stays as it is until then. Does nothing when the build
   * is the published one.
   *
   * @throws BuildNotRetainedException when it does not exist; nothing was changed
   */
  public StepResult rollback(long build, FenceGuard guard) {
    recover(guard);
    RetainedBuild target = find(build);
    if (target.published()) {
      LOG.info("  build {} is the published one", build);
      return new StepResult(0, Map.of("build", build));
    }
    StepResult result = comparedWithPublished(target);
    exchange.dropStaging(tables.names());
    exchange(build, guard);
    return result;
  }

  /**
   * Returns what {@link #rollback} would change, and changes nothing (but for an exchange that had been cut off, which is completed first).
   *
   * @throws BuildNotRetainedException when the build does not exist
   */
  public StepResult dryRunRollback(long build, FenceGuard guard) {
    recover(guard);
    return comparedWithPublished(find(build));
  }

  private StepResult comparedWithPublished(RetainedBuild target) {
    return with(new StepResult(0, Map.of("build", target.id(), "watermark", target.fence())), comparison.compare(tablesOf(target.id()),
        table -> target.published() ? table : TableExchange.retained(table, target.id())));
  }

  /** Returns the fence up to which the gates found nothing wrong, so that they may look at what came since; 0 when it is time to ask them in full. */
  public long checkedUpTo() {
    return state.checkedUpTo(FULL_GATES_EVERY);
  }

  /**
   * Records whether the gates passed on the published build, and drops replaced builds that are not retained any longer.
   *
   * @param inFull whether they checked everything
   */
  public void recordGateResult(boolean passed, boolean inFull, FenceGuard guard) {
    if (state.unfinished().isEmpty()) {
      state.recordGateResult(passed, inFull, guard);
      prune(guard);
    }
  }

  private Publication buildEverything(FenceGuard guard) {
    recover(guard);
    return verify(build(scope(guard, tables.names())));
  }

  private StepResult result(Publication publication) {
    Map<String, Long> rows = work.rows(publication.guard().fence());
    Map<String, Object> details = new LinkedHashMap<>();
    details.putAll(publication.units());
    details.putAll(rows);
    if (!publication.outdated().isEmpty()) {
      details.put("recomputed_tables", List.copyOf(publication.outdated()));
    }
    details.put("build", publication.build());
    return new StepResult(rows.values().stream().mapToLong(Long::longValue).sum(), details);
  }

  private static StepResult with(StepResult result, List<TableDifference> differences) {
    Map<String, Object> details = new LinkedHashMap<>(result.details());
    details.put(ROWS_DIFFERING, differences.stream().mapToLong(d -> d.differing() + d.added() + d.missing()).sum());
    details.put("comparison", differences.stream().map(TableDifference::json).toList());
    return new StepResult(result.rows(), details);
  }

  /** Returns the tables that a build has and this program still publishes. */
  private List<String> tablesOf(long build) {
    return state.tables(build).stream().filter(tables.names()::contains).toList();
  }

  private RetainedBuild find(long build) {
    List<RetainedBuild> retained = retained();
    return retained.stream().filter(b -> b.id() == build).findFirst().orElseThrow(() -> new BuildNotRetainedException(build, retained));
  }

  private void exchange(long build, FenceGuard guard) {
    guard.check();
    state.exchanging(build, guard);
    exchange.exchange(build, tablesOf(build));
    state.published(build, guard);
  }

  /** Completes an exchange that was cut off; drops a build that had not come so far. */
  private void recover(FenceGuard guard) {
    long newest = exchange.newest(tables.names());
    if (state.isBehind(newest)) {
      LOG.warn("Postgres lacks build {} of the published tables, which ClickHouse has, as after a restore from an older backup: numbering continues after it",
          newest);
      state.unfinished().ifPresent(build -> state.ended(build.id(), "dropped", "ClickHouse has later builds"));
      state.continueAfter(newest);
    }
    state.unfinished().ifPresent(build -> {
      if (build.exchanging()) {
        LOG.warn("Build {} of the published tables was cut off during its exchange; completing the exchange", build.id());
        guard.check();
        exchange.exchange(build.id(), tablesOf(build.id()));
        state.published(build.id(), guard);
      } else {
        LOG.warn("Build {} of the published tables was cut off before its exchange; dropping it, this run builds again", build.id());
        exchange.dropStaging(state.tables(build.id()));
        state.ended(build.id(), "dropped", "the process ended before the build did");
      }
    });
  }

  /** Records in Postgres first which ones are dropped, so that tables left by a crash in between are found and dropped later. */
  private void prune(FenceGuard guard) {
    state.prune(retainedBuilds, guard);
    for (long build : exchange.retained()) {
      if (!state.isRetained(build)) {
        exchange.dropRetained(build);
      }
    }
  }
}
