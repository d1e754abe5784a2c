package io.cascadian.cli;

import io.cascadian.health.HealthReport;
import io.cascadian.runtime.Inspections;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "health", mixinStandardHelpOptions = true,
    description = "Reports the health checks and exits: 0 healthy or warning, 1 critical. Works also when the databases are down. A service that runs on the"
        + " same data directory is asked for its report, unless this command was given other settings.")
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
      origin(made).ifPresent(System.out::println);
      System.out.flush();
    }
    return report.exitCode();
  }

  private static Optional<String> origin(Inspections.MadeReport made) {
    String names = String.join(", ", made.differing());
    if (made.serviceUrl().isPresent()) {
      return Optional.of("Reported by the service at " + made.serviceUrl().get() + "; --direct checks from here."
          + (names.isEmpty() ? "" : " The service has settings that this command was not given: " + names + "."));
    }
    return names.isEmpty() ? Optional.empty() : Optional.of("Checked from here, because the running service has other values of " + names + ".");
  }
}
