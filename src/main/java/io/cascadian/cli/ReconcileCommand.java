package io.cascadian.cli;

import io.cascadian.ingest.HistoryKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "reconcile", mixinStandardHelpOptions = true,
    description = {
        "Compares what is stored with the source, window by window: numbers, sums, and every event; lists the differences and corrects them.",
        "Exit codes: 0 no differences, or all corrected; 1 failed, or another run was in progress; 2 differences are left (--dry-run)."})
final class ReconcileCommand implements Callable<Integer> {

  @Mixin
  private HistoryOptions history;

  @Option(names = "--allow-deletes", description = "tombstone what the source does not have, also when it is more than is credible"
      + " (setting INGEST_MAX_TOMBSTONES)")
  private boolean allowDeletes;

  @Override
  public Integer call() throws Exception {
    return history.run(HistoryKind.RECONCILE, allowDeletes);
  }
}
