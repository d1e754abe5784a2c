package io.cascadian.cli;

import io.cascadian.publish.Publisher;
import io.cascadian.runtime.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "rebuild", mixinStandardHelpOptions = true,
    description = "Recomputes all published tables from the raw ones in staging tables, verifies them, reports row by row"
        + " what is different, and publishes them. Exits: 0 success; 1 failed, or another run is in progress, and what was published"
        + " stays; 2 with --dry-run, when something is different.")
final class RebuildCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--dry-run", description = "report what is different and publish nothing")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    try (Service service = Service.start(options.settings(), System.out, false)) {
      Publisher publisher = service.components().get(Publisher.class);
      return dryRun
          ? MaintenanceExit.ofDryRun(service.maintain("rebuild", "cli", publisher::dryRunRebuild), Publisher.ROWS_DIFFERING)
          : MaintenanceExit.of(service.maintain("rebuild", "cli", publisher::rebuild));
    }
  }
}
