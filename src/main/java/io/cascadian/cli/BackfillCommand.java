package io.cascadian.cli;

import io.cascadian.ingest.HistoryKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "backfill", mixinStandardHelpOptions = true,
    description = {
        "Brings a stretch of history in, or finds the holes in what is stored. Cut off, it carries on when it is asked for the same again.",
        "Exit codes: 0 done; 1 failed, or another run was going on; 2 with --dry-run, when there would be something to bring in."})
final class BackfillCommand implements Callable<Integer> {

  @Mixin
  private HistoryOptions history;

  @Option(names = "--gaps", description = "compare numbers of events first, and bring in only windows where they differ; without --from and"
      + " --to all that runs have read of each stream, and of a stream that the last run left out all that the source has")
  private boolean gaps;

  @Override
  public Integer call() throws Exception {
    return history.run(gaps ? HistoryKind.GAPS : HistoryKind.BACKFILL, false);
  }
}
