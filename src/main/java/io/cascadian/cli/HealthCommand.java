package io.cascadian.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.health.HealthReport;
import io.cascadian.runtime.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "health", mixinStandardHelpOptions = true,
    description = "Reports the health checks and exits: 0 healthy or warning, 1 critical. Needs no database that is well.")
final class HealthCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--json", description = "print the report as JSON")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    HealthReport report = Service.health(options.settings());
    System.out.print(json ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report.json()) + "\n" : report.text());
    return report.exitCode();
  }
}
