package io.cascadian.cli;

import io.cascadian.ingest.Replay;
import io.cascadian.ingest.ReplayRefusedException;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.runtime.Service;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "replay", mixinStandardHelpOptions = true,
    description = "Replays dead letters: rejected records are stored when they can be used as the routes define their streams now, and the next"
        + " nightly run takes them into the wallets' numbers; exchanges that failed are sent to their route, and a file goes back into the folder that it"
        + " reads. 0: all of them; 2: some were rejected again or are not replayed this way; 1: failed, or another run is in progress, beside which records are"
        + " not stored.")
final class ReplayCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @ArgGroup(multiplicity = "1")
  private Selection selection;

  @Option(names = "--dry-run", description = "report what would happen, and change nothing")
  private boolean dryRun;

  /** Selects the letters to replay. */
  private static final class Selection {
    @Option(names = "--all", required = true, description = "every letter that has not been replayed")
    private boolean all;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Narrowed narrowed;
  }

  /** Selects letters to which all of these options apply. */
  private static final class Narrowed {
    @Option(names = "--id", paramLabel = "N", converter = NumberConverters.DeadLetterNumber.class, description = "this one")
    private Long id;

    @Option(names = "--reason", paramLabel = "WORD", description = "rejected for this reason")
    private String reason;

    @Option(names = "--stream", paramLabel = "NAME", description = "of this stream")
    private String stream;

    @Option(names = "--since", paramLabel = "TIME", description = "rejected at this time or later, such as 2026-01-31 or 2026-01-31T12:00:00Z")
    private Instant since;
  }

  @Override
  public Integer call() throws Exception {
    DeadLetterFilter which = DeadLetterFilter.open();
    if (selection.narrowed != null) {
      Narrowed narrowed = selection.narrowed;
      which = which.ofId(narrowed.id).ofStream(narrowed.stream).ofReason(narrowed.reason).rejectedSince(narrowed.since);
    }
    try (Service service = Service.start(options.settings(), System.out, false)) {
      return replay(service, which);
    } catch (ReplayRefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int replay(Service service, DeadLetterFilter which) {
    List<StreamDefinition> streams = service.streams();
    Replay replay = service.components().get(Replay.class);
    if (dryRun) {
      StepResult result = replay.dryRun(streams, which);
      long exchanges = count(result.details(), "exchanges");
      System.out.println("would store " + result.rows() + " rows of " + (count(result.details(), "letters") - exchanges) + " records");
      if (exchanges > 0) {
        System.out.println("would send again: " + exchanges + (exchanges == 1 ? " exchange" : " exchanges"));
      }
      return report(result.details());
    }
    // before a run is recorded for it
    replay.check(streams, which);
    int records = 0;
    if (!replay.areExchanges(which)) {
      RunRecord run = service.maintain("replay", "cli", guard -> replay.replay(streams, which, guard));
      if (run.status() != RunStatus.SUCCESS) {
        return 1;
      }
      records = report(run.steps().get(0).details());
    }
    // when the lock is free again, which a route may take for a run
    Map<String, Object> exchanges = replay.sendAgain(which).details();
    if (count(exchanges, "replayed") > 0) {
      System.out.println("sent again: " + count(exchanges, "replayed"));
    }
    return Math.max(records, report(exchanges));
  }

  private static long count(Map<String, Object> details, String name) {
    return ((Number) details.get(name)).longValue();
  }

  /** Prints what is still to be seen of, or stays a dead letter; returns the exit code. */
  private static int report(Map<String, Object> details) {
    Map<?, ?> rejected = (Map<?, ?>) details.get("rejected");
    Map<?, ?> notReplayable = (Map<?, ?>) details.get("not_replayable");
    Map<?, ?> refusals = (Map<?, ?>) details.get("refusals");
    long givenBack = count(details, "given_back");
    if (givenBack > 0) {
      System.out.println("given back to the folder that its route reads: " + givenBack
          + "; the running service takes it from there, and what it rejects becomes a dead letter again");
    }
    long skipped = count(details, "skipped");
    if (skipped > 0) {
      System.out.println("not sent, because another run was in progress: " + skipped + "; replay again when that has ended");
    }
    rejected.forEach((reason, count) -> System.out.println("rejected again, " + reason + ": " + count));
    notReplayable.forEach((stream, count) -> System.out.println("not replayed, " + stream + ": " + count + "; " + refusals.get(stream)));
    return rejected.isEmpty() && notReplayable.isEmpty() && skipped == 0 ? 0 : 2;
  }
}
