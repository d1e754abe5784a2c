package io.cascadian.cli;

import io.cascadian.ingest.Rollback;
import io.cascadian.nightly.RunRecord;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.RetainedBuild;
import io.cascadian.runtime.Inspections;
import io.cascadian.runtime.Service;
import io.cascadian.source.StreamDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "rollback", mixinStandardHelpOptions = true,
    description = "Rolls the stored events or the published tables back. Exits: 0 success; 1 failed, or another run is in progress; 2 with --dry-run, when something would change.")
final class RollbackCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--json", description = "with --list: print JSON instead of text")
  private boolean json;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(names = "--dry-run", description = "report what would change and change nothing")
  private boolean dryRun;

  @Option(names = "--yes", description = "with --to: also when it lies before the first stored event, so that all events are tombstoned")
  private boolean everything;

  /** Selects the target of the rollback by one option. */
  private static final class Target {

    @Option(names = "--build", paramLabel = "ID", converter = NumberConverters.BuildNumber.class,
        description = "publish a retained build of the wallet tables again; the next run recomputes what happened since")
    private Long build;

    @Option(names = "--to", paramLabel = "TIME",
        description = "tombstone every event after this second, such as 2026-01-31T12:00:00Z (a date is its first second, UTC); the next run"
            + " reads them again and all numbers follow")
    private Instant time;

    @Option(names = "--list", description = "print the retained builds, and change nothing")
    private boolean list;
  }

  @Override
  public Integer call() throws Exception {
    if (target.list) {
      List<RetainedBuild> builds = Inspections.retainedBuilds(options.settings());
      if (json) {
        JsonOption.print(Map.of("builds", builds.stream().map(RollbackCommand::json).toList()), System.out);
      } else {
        print(builds);
      }
      return 0;
    }
    try (Service service = Service.start(options.settings(), System.out, false)) {
      if (target.time != null) {
        List<StreamDefinition> streams = service.streams();
        return exit(service.maintain("rollback", "cli",
            guard -> service.components().get(Rollback.class).to(target.time, streams, guard, dryRun, everything)), Rollback.EVENTS);
      }
      Publisher publisher = service.components().get(Publisher.class);
      return exit(service.maintain("rollback", "cli",
          guard -> dryRun ? publisher.dryRunRollback(target.build, guard) : publisher.rollback(target.build, guard)), Publisher.ROWS_DIFFERING);
    }
  }

  private int exit(RunRecord run, String changes) {
    return dryRun ? MaintenanceExit.ofDryRun(run, changes) : MaintenanceExit.of(run);
  }

  private static Map<String, Object> json(RetainedBuild build) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("build", build.id());
    json.put("fence", build.fence());
    json.put("made_at", build.madeAt().toString());
    json.put("wallets", build.wallets());
    json.put("published", build.published());
    json.put("gates_passed", build.gatesPassed());
    return json;
  }

  private static void print(List<RetainedBuild> builds) {
    System.out.printf(Locale.ROOT, "%8s %8s  %-27s %12s  %-10s %s%n", "build", "fence", "made at", "wallets", "state", "gates");
    for (RetainedBuild build : builds) {
      System.out.printf(Locale.ROOT, "%8d %8d  %-27s %,12d  %-10s %s%n", build.id(), build.fence(), build.madeAt(), build.wallets(),
          build.published() ? "published" : "retained", build.gatesPassed() == null ? "not asked" : build.gatesPassed() ? "passed" : "failed");
    }
  }
}
