package io.cascadian.dev.cli;

import io.cascadian.cli.NumberConverters;
import io.cascadian.cli.RateOption;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.dev.sandbox.OnchainFillsConverter;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.faults.Latency;
import io.cascadian.dev.sandbox.faults.RateLimit;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.source.SandboxSimulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sandbox", mixinStandardHelpOptions = true, description = "Runs the sandbox source by itself, and converts feed files for it.")
final class SandboxCommand {

  @Command(name = "serve", mixinStandardHelpOptions = true, showDefaultValues = true,
      description = "Serves simulated markets, or a recorded feed, until it is stopped; prints the values for SOURCE_URL and GAMMA_URL.")
  int serve(
      @Option(names = "--scale", converter = NumberConverters.Scale.class, paramLabel = "N", defaultValue = "1",
          description = "size of the simulated history; 1 is some 340,000 fills") int scale,
      @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "seed of the simulated history") long seed,
      @Option(names = "--simulation-version", converter = SimulationVersion.class, paramLabel = "N", defaultValue = "1",
          description = "version of the market simulation: 1, 2 with the market's tail, or 3 with corrections of both sides of a trade too") int version,
      @Option(names = "--zipf-exponent", converter = ZipfExponent.class, paramLabel = "S", defaultValue = "1.0",
          description = "of the activity of wallets from version 2 on, 0 to 3") double zipfExponent,
      @Option(names = "--optional-streams", description = "simulate resolution times, rewards and transfers of shares too") boolean optionalStreams,
      @Option(names = "--feed", paramLabel = "FILE", description = "serve this feed file instead") Path feed,
      @Option(names = "--port", converter = NumberConverters.Port.class, paramLabel = "PORT", defaultValue = "0",
          description = "0: any free one") int port,
      @Option(names = "--latency", paramLabel = "TIME", description = "let every answer wait, such as 100ms") Duration latency,
      @Option(names = "--rate-limit", paramLabel = "N/TIME", description = "answer 429 to more requests than this, such as 50/10s") RateOption limit)
      throws IOException, InterruptedException {
    long anchor = Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond();
    Dataset dataset = feed == null
        ? MarketSimulator.generate(new SandboxSimulation(version, seed, scale, anchor, zipfExponent, optionalStreams))
        : FeedReader.read(feed);
    Fault wait = latency == null ? (exchange, number) -> false : new Latency(latency);
    Fault refuse = limit == null ? (exchange, number) -> false : new RateLimit(limit.requests(), limit.window());
    try (SandboxServer server = SandboxServer.start(dataset, new SandboxOptions(port, Clock.systemUTC(), null))) {
      server.misbehave((exchange, number) -> refuse.intercept(exchange, number) || wait.intercept(exchange, number));
      System.out.println("SOURCE_URL=" + server.baseUrl());
      System.out.println("GAMMA_URL=" + server.gammaUrl());
      System.out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  @Command(name = "convert-fills", mixinStandardHelpOptions = true,
      description = "Turns decoded exchange logs (CSV with transaction_hash, block_number, event_name, args, created_at; .gz too) into a feed file.")
  int convertFills(
      @Parameters(paramLabel = "CSV", description = "the logs") Path csv,
      @Parameters(paramLabel = "FEED", description = "the feed file to write") Path feed) throws IOException {
    OnchainFillsConverter.Converted converted = OnchainFillsConverter.convert(csv, feed);
    System.out.println(converted.fills() + " fills written to " + feed + ", " + converted.other() + " other logs and " + converted.repeated()
        + " repeated ones left out");
    return 0;
  }
}
