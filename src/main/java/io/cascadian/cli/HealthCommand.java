package io.cascadian.cli;

import io.cascadian.health.HealthReport;
import io.cascadian.runtime.Inspections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "health", mixinStandardHelpOptions = true,
    description = "Reports the health checks and exits: 0 healthy or warning, 1 critical. Works also when the databases are down. A service that runs on the"
        + " same folder with the same settings is asked for its report.")
final class HealthCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Option(names = "--direct", description = "run the checks in this process also where a service runs, which leaves addresses out of its answers")
  private boolean direct;

  @Override
  public Integer call() throws Exception {
    Inspections.MadeReport made = Inspections.health(options.settings(), direct);
    HealthReport report = made.report();
    if (json.isWanted()) {
      JsonOption.print(report.json(), System.out);
    } else {
      System.out.print(report.text());
      made.serviceUrl().ifPresent(url -> System.out.println("Reported by the service at " + url + "; --direct checks from here."));
      System.out.flush();
    }
    return report.exitCode();
  }
}
