package io.cascadian.runtime;

import io.cascadian.api.HealthApi;
import io.cascadian.exchange.RouteClient;
import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.checks.ApiCheck;
import io.cascadian.health.checks.DiskSpaceCheck;
import io.cascadian.health.history.HealthHistory;
import io.cascadian.module.CheckContext;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.CheckDescriptor.Need;
import io.cascadian.module.Components;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.ProbedPath;
import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKind.Resume;
import io.cascadian.nightly.Steps;
import io.cascadian.observe.HealthLog;
import io.cascadian.observe.HealthMetrics;
import io.cascadian.observe.Metrics;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Wires health reports: the checks of all modules, on connections that nothing else uses, their history and their metrics. */
final class HealthModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(HealthSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(HealthSettings.class, HealthSettings::of);
    to.resource(Health.class, on -> health(on, to)).bean("health", Health.class);
    to.resource(HealthHistory.class, on -> history(on, to));
    to.bean("healthApi", HealthApi.class, on -> new HealthApi(on.get(HealthHistory.class)));
    to.bean("storesReady", StoreReadiness.class, on -> new StoreReadiness(on.get(Health.class)));
    to.bean("steps", Steps.class, on -> new Steps(on.get(Health.class), on.get(PrintStream.class)));
    to.add(StepKind.inspects("health", "steps.health").asCritical().onResume(Resume.REPEAT));
    to.add(new CheckDescriptor("api", Need.NOTHING, settings -> true, on -> new ApiCheck(on.serviceUrl(), probed(to))));
    to.add(new CheckDescriptor("disk-space", Need.NOTHING, settings -> true,
        on -> new DiskSpaceCheck(folders(on.settings()), HealthSettings.of(on.settings()).disks())));
    to.resource(HealthWatch.class, on -> new HealthWatch(on.get(Health.class)));
    to.start(on -> on.get(HealthWatch.class).start());
  }

  /** Returns the probed paths, first the server's own, which no edit of routes removes. */
  private static List<String> probed(Contributions to) {
    return Stream.concat(Stream.of("/observe/health/live"), to.all(ProbedPath.class).stream().map(ProbedPath::path)).toList();
  }

  /** Returns the folders that this program writes. Those of databases of an operator's own are on another machine, or that operator's to watch. */
  static List<DiskSpaceCheck.Folder> folders(Settings settings) {
    List<DiskSpaceCheck.Folder> folders = new ArrayList<>();
    if (settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty() || settings.optional(StoreSettings.DATABASE_URL).isEmpty()) {
      folders.add(new DiskSpaceCheck.Folder(StoreSettings.DATA_DIR.name(), settings.path(StoreSettings.DATA_DIR),
          "the embedded databases store nothing more, so that runs and changes fail", true));
    }
    folders.add(new DiskSpaceCheck.Folder(ServiceSettings.LOG_DIR.name(), settings.path(ServiceSettings.LOG_DIR), "log lines are lost", false));
    folders.add(new DiskSpaceCheck.Folder(ServiceSettings.RUNTIME_DIR.name(), settings.path(ServiceSettings.RUNTIME_DIR),
        "summaries and reports of runs are not written", false));
    folders.add(new DiskSpaceCheck.Folder(ResolutionSettings.DROP_DIR.name(), settings.path(ResolutionSettings.DROP_DIR), "no files can be dropped", false));
    WatchlistSettings watchlists = WatchlistSettings.of(settings);
    Path events = watchlists.eventsFile().toAbsolutePath().getParent();
    folders.add(new DiskSpaceCheck.Folder(watchlists.eventsFileSetting().name(), events, "auto-add adds no markets", false));
    return folders;
  }

  private static Health health(Components on, Contributions to) {
    StoreProbes probes = on.get(StoreProbes.class);
    Settings settings = on.get(Settings.class);
    CheckContext context = new CheckContext(settings, probes.clickHouse(), probes.postgres(), on.get(RouteClient.class), on.get(Source.class).url(),
        on.get(ServiceUrl.class)::find);
    CheckRegistry checks = new CheckRegistry();
    to.all(CheckDescriptor.class).stream().filter(check -> check.isUsed().test(settings)).forEach(check -> checks.add(check.make(context)));
    return new Health(checks, on.get(HealthSettings.class).timeout());
  }

  /** Stores each report, so that the next one shows the usual duration of reports. */
  private static HealthHistory history(Components on, Contributions to) {
    HealthHistory history = new HealthHistory(on.get(StoreProbes.class).postgres(), on.get(HealthSettings.class).retained());
    Health health = on.get(Health.class);
    health.typicalMillis(history::typicalMillis);
    history.refresh();
    health.onReport(history::keep);
    health.onReport(new HealthMetrics(on.get(Metrics.class).registry(),
        to.all(CheckDescriptor.class).stream().filter(CheckDescriptor::isOfSource).map(CheckDescriptor::name).toList()));
    health.onReport(new HealthLog());
    return history;
  }
}
