package io.cascadian.cli;

import io.cascadian.ingest.HistoryKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "backfill", mixinStandardHelpOptions = true,
    description = {
        "Reads a period of history from the source, or finds gaps in what is stored. Called again after an interruption, it resumes.",
        "Exit codes: 0 done; 1 failed, or another run was in progress; 2 with --dry-run, when there would be something to store."})
final class BackfillCommand implements Callable<Integer> {

  @Mixin
  private HistoryOptions history;

  @Option(names = "--gaps", description = "compare numbers of events first, and read only windows where they differ; without --from and"
      + " --to all that runs have read of each stream, and of a stream that the last run left out all that the source has")
  private boolean gaps;

  @Override
  public Integer call() throws Exception {
    return history.run(gaps ? HistoryKind.GAPS : HistoryKind.BACKFILL, false);
  }
}
