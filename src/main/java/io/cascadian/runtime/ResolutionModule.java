package io.cascadian.runtime;

import io.cascadian.health.HealthCheck;
import io.cascadian.markets.DimensionSeed;
import io.cascadian.module.CheckContext;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.Contributions;
import io.cascadian.module.FeatureGates;
import io.cascadian.module.GateSource;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredRoute;
import io.cascadian.module.RouteRule;
import io.cascadian.nightly.RunKind;
import io.cascadian.nightly.StepKind;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.publish.TableGates;
import io.cascadian.resolution.DimensionFiles;
import io.cascadian.resolution.DropFolder;
import io.cascadian.resolution.ResolutionFiles;
import io.cascadian.resolution.ResolutionFreshnessCheck;
import io.cascadian.resolution.ResolutionGates;
import io.cascadian.resolution.ResolutionInbox;
import io.cascadian.resolution.ResolutionIntegrityCheck;
import io.cascadian.resolution.ResolutionMaps;
import io.cascadian.settings.SettingGroup;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Wires resolutions: the drop folder, its files, and the checks of resolutions in force. */
final class ResolutionModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(ResolutionSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(ResolutionSettings.class, ResolutionSettings::of);
    to.add(TableGates.of(ResolutionGates.gates()));
    to.part(ResolutionMaps.class, on -> new ResolutionMaps(on.get(ClickHouse.class), on.get(Postgres.class)));
    to.partAndBean("resolutionInbox", ResolutionInbox.class, on -> new ResolutionInbox(on.get(ResolutionSettings.class).dropFolder()));
    to.opened(on -> on.get(Source.class).dropResolutionMap(on.get(ResolutionInbox.class).folder()));
    to.bean("resolutionFiles", ResolutionFiles.class, on -> new ResolutionFiles(on.get(ResolutionInbox.class).failedFolder(), on.get(ResolutionMaps.class),
        dimensionFiles(new DimensionSeed(on.get(ClickHouse.class), on.get(DeadLetters.class), on.get(MarketSettings.class).categories())),
        on.get(Postgres.class)));
    to.part(DropFolder.class, on -> new DropFolder(on.get(ResolutionSettings.class).dropFolder(), on.get(ResolutionInbox.class).folder()));
    to.bean("dropFolder", DropFolderStrategy.class, on -> new DropFolderStrategy(on.get(DropFolder.class)));
    to.add(StepKind.ingests("resolution-files", "resolutionInbox.finish").withWorkload("files").writing("market_resolutions"));
    to.add(CheckDescriptor.ofStores("resolution-freshness", ResolutionModule::freshness));
    to.add(CheckDescriptor.ofStores("resolution-integrity", ResolutionModule::integrity));
    to.add(new FeatureGates(ResolutionModule::gates));
    to.add(RunKind.ofRoute("resolution-file-apply"));
    to.add(new RouteRule((rules, settings) ->
        rules.withDropFolder(Path.of(settings.placeholders().get(ResolutionSettings.DROP_DIR.name())), ResolutionInbox.WAITING)));
    to.add(new RequiredRoute("resolution-file-watch", "without it no file is taken from the drop folder"));
    to.add(new RequiredRoute("resolution-file-claim", "without it no file from the drop folder is claimed"));
    to.add(new RequiredRoute("resolution-file-apply", "without it no file from the drop folder is applied"));
    to.gauge("cascadian.drop.files.untaken", "", "Files in the drop folder that cannot be taken; the log shows why", on -> on.get(DropFolder.class)::untaken);
    to.add(new MetricQuery("resolution-files", List.of("status"), List.of(
          Column.counter("files", "cascadian.resolution.files", "", "Dropped files by status"))));
    to.add(new MetricQuery("resolution-entries", List.of("result", "reason"), List.of(
          Column.counter("entries", "cascadian.resolution.entries", "", "Entries of dropped files: written, known already, or skipped and why"),
          Column.gauge("recent", "cascadian.resolution.entries.recent", "", "Entries of files that arrived within the last hour", Double::sum))));
    to.add(new MetricQuery("resolutions", List.of(), List.of(
          Column.gauge("updated", "cascadian.resolutions.update.timestamp", "seconds",
              "When the chain's conditions were last read completely, or a map last changed a resolution", Math::max))));
  }

  /** Returns the checks as gates: one that is critical after a run fails. */
  static GateSource gates(CheckContext on) {
    return new CheckGates(List.of(freshness(on), integrity(on)));
  }

  private static HealthCheck freshness(CheckContext on) {
    ResolutionSettings settings = ResolutionSettings.of(on.settings());
    return new ResolutionFreshnessCheck(
        new ResolutionMaps(on.clickHouse(), on.postgres()), settings.maxAgeWarning(), settings.maxAgeCritical(), Clock.systemUTC());
  }

  private static HealthCheck integrity(CheckContext on) {
    return new ResolutionIntegrityCheck(new ResolutionMaps(on.clickHouse(), on.postgres()), ResolutionSettings.of(on.settings()).minResolved());
  }

  /** Returns the reader of market and event lists from the drop folder. */
  private static DimensionFiles dimensionFiles(DimensionSeed seed) {
    return new DimensionFiles() {
      @Override
      public StepResult markets(InputStream in, FenceGuard guard) throws IOException {
        return seed.markets(in, guard);
      }

      @Override
      public StepResult events(InputStream in, FenceGuard guard) throws IOException {
        return seed.events(in, guard);
      }
    };
  }
}
