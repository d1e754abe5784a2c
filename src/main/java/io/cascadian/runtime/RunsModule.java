package io.cascadian.runtime;

import io.cascadian.api.CronApi;
import io.cascadian.api.DeadLetterApi;
import io.cascadian.api.RunHistoryApi;
import io.cascadian.exchange.RouteClient;
import io.cascadian.ingest.Replay;
import io.cascadian.module.CheckContext;
import io.cascadian.module.CheckDescriptor;
import io.cascadian.module.Components;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.ProbedPath;
import io.cascadian.module.RequiredRoute;
import io.cascadian.module.RouteRule;
import io.cascadian.nightly.Fences;
import io.cascadian.nightly.GateEvaluation;
import io.cascadian.nightly.Maintenance;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.OpenRuns;
import io.cascadian.nightly.RunHistory;
import io.cascadian.nightly.RunKind;
import io.cascadian.nightly.RunLock;
import io.cascadian.nightly.RunLockRepository;
import io.cascadian.nightly.RunRequests;
import io.cascadian.nightly.RunStore;
import io.cascadian.nightly.RunSummary;
import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKinds;
import io.cascadian.nightly.StepRecorder;
import io.cascadian.nightly.StreamsCheck;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.publish.Publisher;
import io.cascadian.schedule.Schedule;
import io.cascadian.schedule.ScheduledFirings;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wires runs and their schedule: the run lock, the stores of runs and steps, gates, and the API of runs. */
final class RunsModule implements Module {

  /** Bean that lets one run go on at a time. */
  private static final String RUN_LOCK = "runLock";

  @Override
  public List<SettingGroup> settings() {
    return List.of(RunSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(RunSettings.class, RunSettings::of);
    to.part(RunStore.class, on -> new RunStore(on.get(Postgres.class), on.get(RunSettings.class).resumeWithin()));
    to.part(RunLock.class, on -> new RunLock(on.get(Postgres.class), on.get(Stores.class)::dedicatedPostgresConnection,
        new Fences(on.get(Postgres.class), on.get(StoreProbes.class).clickHouse()), "process " + on.get(Instance.class).name()));
    to.part(StepRecorder.class, on -> new StepRecorder(on.get(RunStore.class), kinds(to)));
    to.partAndBean("runSummary", RunSummary.class, on -> new RunSummary(on.get(RouteClient.class), on.get(PrintStream.class)));
    to.part(Maintenance.class, on -> new Maintenance(on.get(RunStore.class), on.get(RunLock.class), on.get(RunSummary.class), to.all(RunKind.class)));
    to.partAndBean("nightly", Nightly.class, on ->
        new Nightly(on.get(RunStore.class), on.get(RunLock.class), on.get(RunSummary.class), on.get(Postgres.class), kinds(to)));
    to.bean("runRequests", RunRequests.class, on -> new RunRequests());
    to.bean(RUN_LOCK, RunLockRepository.class, on -> new RunLockRepository(on.get(RunLock.class)));
    to.partAndBean("schedule", Schedule.class, on -> new Schedule(on.get(RunSettings.class).maxDelay(), on.get(Postgres.class),
        on.get(Stores.class).interactivePostgres(), on.get(RunStore.class),
        new OpenRuns(on.get(RunStore.class), on.get(RunLock.class), on.get(RunSummary.class)), Clock.systemUTC()));
    to.bean("cronApi", CronApi.class, on -> new CronApi(on.get(Schedule.class), on.get(RunLock.class)));
    to.bean("runHistoryApi", RunHistoryApi.class, on ->
        new RunHistoryApi(runHistory(interactiveRunStore(on), on.get(Stores.class).interactivePostgres(), Clock.systemUTC())));
    to.bean("deadLetterApi", DeadLetterApi.class, on ->
        new DeadLetterApi(new DeadLetters(on.get(Stores.class).interactivePostgres()), on.get(Replay.class), on.get(Maintenance.class)));
    to.partAndBean("gates", Gates.class, on -> Gates.of(to, new CheckContext(on.get(Settings.class), on.get(ClickHouse.class),
        on.get(Postgres.class), on.get(RouteClient.class), on.get(Source.class).url(), Optional::empty)));
    to.bean("gateEvaluation", GateEvaluation.class, on -> new GateEvaluation(on.get(Gates.class)::names, on.get(Publisher.class)::recordGateResult));
    to.add(StepKind.inspects("gates", "gateEvaluation.evaluate").requiring(PublishModule.PUBLISH_WALLETS));
    to.add(CheckDescriptor.ofStores("streams", on -> new StreamsCheck(on.postgres(), kinds(to))));
    to.add(new ProbedPath("/api/nightly/runs"));
    to.beforeRoutes((on, camel) -> {
      camel.getCamelContextExtension().addInterceptStrategy(on.get(StepRecorder.class));
      camel.addComponent("quartz", QuartzOnPostgres.component(on.get(Instance.class), on.get(Postgres.class)));
    });
    to.afterRoutes((on, camel) -> {
      on.get(Schedule.class).routesChanged(camel);
      on.get(Nightly.class).routesChanged(camel);
    });
    to.add(RunKind.ofRoute("nightly"));
    to.add(new RouteRule((rules, settings) ->
        rules.withRuns(RUN_LOCK, RunLock.RUNS, "nightly.begin", "nightly.finish", "nightly.abort", RunKind.addresses(to.all(RunKind.class)))));
    // for the route that copies how fresh each table is
    to.placeholders((settings, components) -> Map.of("ingested.tables", kinds(to).tables()));
    requiredRoutes(to);
    metrics(to);
  }

  /** Creates a run store for HTTP requests. */
  static RunStore interactiveRunStore(Components on) {
    return new RunStore(on.get(Stores.class).interactivePostgres(), on.get(RunSettings.class).resumeWithin());
  }

  private static RunHistory runHistory(RunStore runs, Postgres postgres, Clock clock) {
    return new RunHistory(runs, postgres, new ScheduledFirings(postgres, clock), clock);
  }

  /** Returns the kinds of steps of all modules. */
  static StepKinds kinds(Contributions all) {
    return StepKinds.of(all.all(StepKind.class));
  }

  private static void requiredRoutes(Contributions to) {
    to.add(new RequiredRoute("nightly", "the schedule, POST /api/nightly/run and the command 'nightly' start runs through it"));
    to.add(new RequiredRoute("nightly-schedule", "without it no run is started by the schedule"));
    to.add(new RequiredRoute("run-supervisor", "without it an orphaned run is not resumed, and a missed one is not caught up"));
    to.add(new RequiredRoute("nightly-requests", "it starts the runs that POST /api/nightly/run requests"));
    to.add(new RequiredRoute("summary", "without it no run is closed"));
    to.add(new RequiredRoute("run-summary", "without it no run has a summary"));
  }

  private static void metrics(Contributions to) {
    to.gauge("cascadian.nightly.due.timestamp", "seconds", "When the last nightly run was due by the schedule",
        on -> () -> seconds(on.get(Schedule.class).lastDue()));
    to.gauge("cascadian.nightly.next.timestamp", "seconds", "When the next nightly run is due by the schedule",
        on -> () -> seconds(on.get(Schedule.class).nextDue()));
    to.add(new MetricQuery("runs", List.of("kind"), List.of(
          Column.gauge("exit_code", "cascadian.run.last.exit.code", "", "Result of the last ended run: 0 success, 1 failed, 2 partial", Math::max),
          Column.gauge("first", "cascadian.run.first.start.timestamp", "seconds", "When the first run started that was not skipped", Math::min),
          Column.gauge("started", "cascadian.run.last.start.timestamp", "seconds", "When the last run started that was not skipped", Math::max),
          Column.gauge("ended", "cascadian.run.last.end.timestamp", "seconds", "When the last run ended", Math::max),
          Column.gauge("succeeded", "cascadian.run.last.success.timestamp", "seconds", "When the last successful run ended", Math::min),
          Column.gauge("duration", "cascadian.run.last.duration", "seconds", "Duration of the last ended run", Math::max),
          Column.gauge("rejected", "cascadian.run.last.rejected", "", "Records that the last ended run rejected, which are dead letters now", Math::max),
          Column.gauge("warnings", "cascadian.run.last.warnings", "", "Warnings of the steps of the last ended run", Math::max),
          Column.gauge("running", "cascadian.run.running", "", "Open runs: in progress, or orphaned and not resumed yet", Double::sum))));
    to.add(new MetricQuery("run-counts", List.of("kind", "status"), List.of(
          Column.counter("runs", "cascadian.runs", "", "Ended runs by result"))));
    to.add(new MetricQuery("steps", List.of("kind", "step"), List.of(
          Column.gauge("success", "cascadian.step.last.success", "", "Whether the step of the last ended run succeeded", Math::min),
          Column.gauge("duration", "cascadian.step.last.duration", "seconds", "Duration of the step in the last ended run", Math::max),
          Column.gauge("rows", "cascadian.step.last.rows", "", "Rows that the step of the last ended run wrote or checked", Double::sum))));
    to.add(new MetricQuery("step-counts", List.of("kind", "step", "status"), List.of(
          Column.counter("steps", "cascadian.steps", "", "Ended steps by result"),
          Column.counter("duration", "cascadian.step.duration", "seconds", "Time spent in steps"),
          Column.counter("rows", "cascadian.step.rows", "", "Rows that steps wrote or checked"))));
    to.add(new MetricQuery("gates", List.of("gate", "blocking"), List.of(
          Column.gauge("passed", "cascadian.gate.passed", "", "Whether the gate passed when a run last evaluated it", Math::min))));
    to.add(new MetricQuery("lock", List.of(), List.of(
          Column.gauge("held", "cascadian.run.lock.held", "", "Whether a living process holds the run lock", Math::max),
          Column.gauge("since", "cascadian.run.lock.acquired.timestamp", "seconds", "When the held run lock was acquired", Math::min))));
  }

  private static double seconds(Optional<Instant> time) {
    return time.map(t -> t.toEpochMilli() / 1000.0).orElse(Double.NaN);
  }
}
