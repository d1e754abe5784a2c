package io.cascadian.cli;

import io.cascadian.runtime.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "nightly", mixinStandardHelpOptions = true,
    description = {"Executes one nightly run and exits: 0 success, or skipped because another run is in progress; 2 partial; 1 failed.",
        "After SIGTERM or Ctrl-C it ends the step in progress, leaves the run open for the next one to resume, and exits with 143 or 130."})
final class NightlyCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Override
  public Integer call() throws Exception {
    try (Service service = Service.start(options.settings(), System.out, false)) {
      // Ctrl-C lets the step in progress end; the run stays open, and whoever runs next resumes it
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
      return service.nightly("cli").status().exitCode();
    }
  }
}
