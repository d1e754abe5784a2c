package io.cascadian.cli;

import io.cascadian.health.HealthReport;
import io.cascadian.runtime.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "health", mixinStandardHelpOptions = true,
    description = "Reports the health checks and exits: 0 healthy or warning, 1 critical. Works also when the databases are down.")
final class HealthCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws Exception {
    HealthReport report = Service.health(options.settings());
    if (json.isWanted()) {
      JsonOption.print(report.json(), System.out);
    } else {
      System.out.print(report.text());
    }
    return report.exitCode();
  }
}
