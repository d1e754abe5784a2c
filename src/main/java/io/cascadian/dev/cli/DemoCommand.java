package io.cascadian.dev.cli;

import io.cascadian.cli.CommonOptions;
import io.cascadian.cli.NumberConverters;
import io.cascadian.cli.ServeCommand;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RunSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.SourceSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "demo", mixinStandardHelpOptions = true,
    description = "Runs on the sandbox source, whatever source is configured: simulated markets, or a recorded feed.")
final class DemoCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--once", description = "do one nightly run and exit: 0 success, 2 partial, 1 failed")
  private boolean once;

  @Option(names = "--feed", paramLabel = "FILE", description = "serve this feed file instead of simulated markets")
  private Path feed;

  @Option(names = "--scale", converter = NumberConverters.Scale.class, paramLabel = "N",
      description = "size of the simulated history; 1 is some 340,000 fills")
  private Integer scale;

  @Option(names = "--seed", paramLabel = "N", description = "seed of the simulated history")
  private Long seed;

  @Option(names = "--simulation-version", converter = SimulationVersion.class, paramLabel = "N",
      description = "version of the market simulation: 1 (default), 2 with the market's tail, or 3 with corrections of both sides of a trade too")
  private Integer version;

  @Option(names = "--zipf-exponent", converter = ZipfExponent.class, paramLabel = "S",
      description = "of the activity of wallets from version 2 on, 0 to 3 (default 1)")
  private Double zipfExponent;

  @Option(names = "--optional-streams", description = "simulate resolution times, rewards and transfers of shares too")
  private boolean optionalStreams;

  @Override
  public Integer call() throws Exception {
    options.with(SourceSettings.SOURCE_URL, "").with(SourceSettings.GAMMA_URL, "").with(SandboxSettings.SANDBOX_FEED, feed == null ? "" : feed)
        .with(SandboxSettings.SANDBOX_SCALE, scale).with(SandboxSettings.SANDBOX_SEED, seed)
        .with(SandboxSettings.SANDBOX_SIMULATION_VERSION, version).with(SandboxSettings.SANDBOX_ZIPF_EXPONENT, zipfExponent)
        .with(SandboxSettings.SANDBOX_OPTIONAL_STREAMS, optionalStreams ? "true" : null);
    if (feed != null || version != null) {
      // how many resolutions a recorded feed or another simulation than the usual one has is its own affair
      options.withDefault(ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0");
    }
    if (!once) {
      return ServeCommand.stay(options.with(RunSettings.NIGHTLY_AT_START, "true").settings());
    }
    try (Service service = Service.start(options.settings(), System.out, false)) {
      return service.nightly("cli").status().exitCode();
    }
  }
}
