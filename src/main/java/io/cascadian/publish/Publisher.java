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
 * <p>Units that something happened to since the last publication are recomputed into a layer, verified against the raw tables,
 * and published for all tables at once. Tables whose version changed, and those derived from them, are recomputed for all units; the others are not. A crash
 * before the publication leaves the published tables as they were; one during it is completed by whatever is done next. Replaced builds are retained for a
 * while and can be rolled back to. Where there are several ClickHouse nodes, no node's readers see a build before it is verified on all of them, and none is
 * published without all of them. Called under the run lock; not thread-safe.
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
  private final BuildNodes nodes;
  private final LayerRetention retention;
  private final BuildPointer pointer;

  /** @param retainedBuilds how many replaced builds are retained, at least 1 */
  public Publisher(ClickHouse clickHouse, Postgres postgres, PublishedTables tables, int retainedBuilds) {
    this(List.of(clickHouse), postgres, tables, retainedBuilds);
  }

  /**
   * Publishes on several nodes: each has all tables, the events of its own wallets and the whole catalogue.
   *
   * @param clickHouses always in the same order
   * @param retainedBuilds how many replaced builds are retained, at least 1
   */
  public Publisher(List<ClickHouse> clickHouses, Postgres postgres, PublishedTables tables, int retainedBuilds) {
    this.tables = tables;
    this.state = new BuildStore(postgres);
    this.nodes = new BuildNodes(clickHouses, tables);
    this.retention = new LayerRetention(tables, state, nodes, retainedBuilds);
    this.pointer = new BuildPointer(tables, state, nodes);
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
   * Finds the units that something happened to since the last publication, and the tables whose version changed since it. Completes a publication that was
   * cut off first, and drops a build that had not come so far.
   *
   * @throws StoresOutOfSyncException when the two databases are not of the same time; nothing was done
   */
  public Publication findAffected(FenceGuard guard) {
    guard.checkStores();
    pointer.recover(guard);
    Map<String, Integer> versions = state.publishedVersions();
    for (String table : retention.incomplete(state.publishedLayers())) {
      LOG.warn("Published table {} has lost rows that an earlier run wrote, as if ClickHouse was restored from a backup; recomputing it", table);
      versions.remove(table);
    }
    return scope(guard, tables.outdated(versions));
  }

  private Publication scope(FenceGuard guard, Set<String> outdated) {
    return new Publication(guard, nodes.scope(state.watermark(), outdated), outdated, 0);
  }

  /** Recomputes the affected units in a layer of their own. */
  public Publication build(Publication publication) {
    LOG.info("  recomputing {}{}", publication.units(), publication.outdated().isEmpty() ? "" : ", all of them in " + publication.outdated());
    long build = state.begin(publication, tables);
    nodes.drop(build);
    nodes.stage(build, state.layers(build));
    state.filled(build, nodes.fill(publication.outdated(), state.watermark(), publication.guard().fence(), build));
    return publication.staged(build);
  }

  /**
   * Compares the build with the raw tables.
   *
   * @throws BuildRejectedException when they do not agree; the published tables stay
   */
  public Publication verify(Publication publication) {
    List<String> findings = nodes.verify(publication.outdated(), state.watermark(), publication.build());
    if (!findings.isEmpty()) {
      state.ended(publication.build(), "rejected", String.join("; ", findings));
      throw new BuildRejectedException(publication.build(), findings);
    }
    return publication;
  }

  /** Publishes the verified build and moves the watermark; only the watermark where there was nothing to build. */
  public StepResult publish(Publication publication) {
    FenceGuard guard = publication.guard();
    if (publication.isEmpty()) {
      state.upToDate(guard);
      return new StepResult(0, new LinkedHashMap<>(publication.units()));
    }
    StepResult result = result(publication);
    pointer.publish(publication.build(), guard);
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
    StepResult result = with(result(all), nodes.compare(tables.names()));
    pointer.publish(all.build(), guard);
    retention.prune(guard);
    return result;
  }

  /**
   * Returns what {@link #rebuild} would change, and publishes nothing (but for a publication that had been cut off, which is completed first).
   *
   * @throws BuildRejectedException when the new tables do not agree with the raw ones
   */
  public StepResult dryRunRebuild(FenceGuard guard) {
    Publication all = buildEverything(guard);
    StepResult result = with(result(all), nodes.compare(tables.names()));
    state.ended(all.build(), "dropped", "dry run");
    nodes.stage(0, Map.of());
    nodes.drop(all.build());
    return result;
  }

  /** Returns the published build and those that can be rolled back to, in the order in which they were the published one, the last first. */
  public List<RetainedBuild> retained() {
    return state.retained().stream().filter(build -> build.published() || retention.incomplete(pointer.layers(build.id())).isEmpty()).toList();
  }

  /**
   * Publishes a retained build again and retains the one that it replaces. The tables are complete as far as that build was, so the next run recomputes
   * what happened since. A table that the build does not have, because a newer program publishes it, stays as it is until then. Does nothing when the build
   * is the published one.
   *
   * @throws BuildNotRetainedException when it does not exist; nothing was changed
   */
  public StepResult rollback(long build, FenceGuard guard) {
    pointer.recover(guard);
    RetainedBuild target = find(build);
    if (target.published()) {
      LOG.info("  build {} is the published one", build);
      return new StepResult(0, Map.of("build", build));
    }
    StepResult result = comparedWithPublished(target);
    pointer.publish(build, guard);
    return result;
  }

  /**
   * Returns what {@link #rollback} would change, and changes nothing (but for a publication that had been cut off, which is completed first).
   *
   * @throws BuildNotRetainedException when the build does not exist
   */
  public StepResult dryRunRollback(long build, FenceGuard guard) {
    pointer.recover(guard);
    return comparedWithPublished(find(build));
  }

  private StepResult comparedWithPublished(RetainedBuild target) {
    Map<String, List<Long>> ofTarget = pointer.layers(target.id());
    nodes.stage(target.id(), ofTarget);
    StepResult result = with(new StepResult(0, Map.of("build", target.id(), "watermark", target.fence())), nodes.compare(ofTarget.keySet()));
    nodes.stage(0, Map.of());
    return result;
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
      retention.prune(guard);
    }
  }

  private Publication buildEverything(FenceGuard guard) {
    pointer.recover(guard);
    return verify(build(scope(guard, tables.names())));
  }

  private StepResult result(Publication publication) {
    Map<String, Long> rows = nodes.rows();
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

  private RetainedBuild find(long build) {
    List<RetainedBuild> retained = retained();
    return retained.stream().filter(b -> b.id() == build).findFirst().orElseThrow(() -> new BuildNotRetainedException(build, retained));
  }
}
