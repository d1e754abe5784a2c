package io.cascadian.cli;

import io.cascadian.embedded.sandbox.OnchainFillsConverter;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "sandbox", mixinStandardHelpOptions = true, description = "Feed files for the sandbox source.")
final class SandboxCommand {

  @Command(name = "convert-fills", mixinStandardHelpOptions = true,
      description = "Turns decoded exchange logs (CSV with transaction_hash, block_number, event_name, args, created_at; .gz too) into a feed file.")
  int convertFills(
      @Parameters(paramLabel = "CSV", description = "the logs") Path csv,
      @Parameters(paramLabel = "FEED", description = "the feed file to write") Path feed) throws IOException {
    OnchainFillsConverter.Converted converted = OnchainFillsConverter.convert(csv, feed);
    System.out.println(converted.fills() + " fills written to " + feed + ", " + converted.other() + " other logs left out");
    return 0;
  }
}
