package io.cascadian.cli;

import io.cascadian.nightly.RunHistory;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.RunStore;
import io.cascadian.nightly.RunSummary;
import io.cascadian.nightly.StepRecord;
import io.cascadian.runtime.RunSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.schedule.ScheduledFirings;
import io.cascadian.settings.Settings;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "runs", mixinStandardHelpOptions = true,
    description = "Lists the newest runs and how many of the last 30 days succeeded; with ID, the steps of one run beside those of the previous one."
        + " Exits with 1 when there is no such run.")
final class RunsCommand implements Callable<Integer> {

  private static final int DAYS = 30;

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Parameters(index = "0", arity = "0..1", paramLabel = "ID", converter = NumberConverters.RunNumber.class, description = "number of a run")
  private Long id;

  @Option(names = "--limit", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "20",
      description = "largest number of rows (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    try (Stores stores = Stores.openForPostgres(settings, line -> { })) {
      RunStore ledger = new RunStore(stores.postgres(), settings.duration(RunSettings.RUN_RESUME_WITHIN));
      RunHistory history = new RunHistory(
          ledger, stores.postgres(), new ScheduledFirings(stores.postgres(), Clock.systemUTC()), Clock.systemUTC());
      PrintStream out = System.out;
      int code = 0;
      if (id == null) {
        list(ledger, history, out);
      } else {
        Optional<RunHistory.Comparison> found = history.comparison(id);
        found.ifPresentOrElse(comparison -> show(comparison, out),
            () -> System.err.println("There is no run " + id + "; 'cascadian runs' lists the newest, --limit more of them."));
        code = found.isPresent() ? 0 : 1;
      }
      out.flush();
      return code;
    }
  }

  private void show(RunHistory.Comparison comparison, PrintStream out) {
    if (json.isWanted()) {
      JsonOption.print(comparison.json(), out);
    } else {
      compare(comparison, out);
    }
  }

  private void list(RunStore ledger, RunHistory history, PrintStream out) {
    List<RunRecord> runs = ledger.runs(limit, 0);
    RunHistory.SuccessRate rate = history.successRate("nightly", DAYS);
    if (json.isWanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("runs", runs.stream().map(RunSummary::json).toList());
      all.put("success_rate", rate.json(DAYS));
      JsonOption.print(all, out);
      return;
    }
    out.printf(Locale.ROOT, "%6s  %-16s %-14s %-8s %-20s %10s  %s%n", "run", "kind", "started by", "status", "started", "duration", "");
    runs.forEach(run -> out.printf(Locale.ROOT, "%6d  %-16s %-14s %-8s %-20s %10s  %s%n", run.id(), run.kind(),
        run.trigger(), run.status().label(), time(run.startedAt()), run.status() == RunStatus.SKIPPED ? "" : seconds(run.durationMs()), notes(run)));
    out.println(rate.rate()
        .map(share -> String.format(Locale.ROOT, "%.0f %% of %d nightly runs in %d days succeeded", share * 100, rate.runs() + rate.missed(), DAYS))
        .orElse("no nightly run in " + DAYS + " days"));
    if (rate.missed() > 0) {
      out.printf(Locale.ROOT, "%d of %d scheduled ones were missed: nothing was up, or other work was in the way for too long%n", rate.missed(),
          rate.expected());
    }
  }

  private static void compare(RunHistory.Comparison comparison, PrintStream out) {
    RunRecord run = comparison.run();
    RunRecord previous = comparison.previous();
    out.printf(Locale.ROOT, "run %d · %s · started by %s · %s · %s%n", run.id(), run.kind(), run.trigger(), run.status().label(),
        String.join(" · ", time(run.startedAt()), notes(run)));
    out.println(previous == null
        ? "there is no earlier run to compare with"
        : "compared with run " + previous.id() + " · " + previous.status().label() + " · " + time(previous.startedAt()));
    out.printf(Locale.ROOT, "%-18s %-8s %10s %12s   %-8s %10s %12s%n", "step", "status", "duration", "rows", "before", "duration", "rows");
    for (RunHistory.StepPair pair : comparison.steps()) {
      out.printf(Locale.ROOT, "%-18s %s   %s%n", pair.step(), half(pair.now()), half(pair.then()));
      if (pair.now() != null && pair.now().error() != null) {
        out.println("    " + pair.now().error());
      }
      if (pair.now() != null) {
        pair.now().warnings().forEach(warning -> out.println("    ⚠ " + warning));
      }
    }
    out.printf(Locale.ROOT, "%-18s %-8s %10s %12s   %-8s %10s%n", "overall", run.status().label(), seconds(run.durationMs()), "",
        previous == null ? "" : previous.status().label(), previous == null ? "" : seconds(previous.durationMs()));
  }

  private static String half(StepRecord step) {
    return step == null
        ? String.format(Locale.ROOT, "%-8s %10s %12s", "–", "", "")
        : String.format(Locale.ROOT, "%-8s %10s %12s", step.status().label(), seconds(step.durationMs()),
            step.rows() == null ? "" : String.format(Locale.ROOT, "%,d", step.rows()));
  }

  private static String notes(RunRecord run) {
    return Stream.of(run.attempts() > 1 ? "attempt " + run.attempts() : "", RunSummary.findings(run), run.reason() == null ? "" : run.reason())
        .filter(note -> !note.isEmpty()).collect(Collectors.joining(" · "));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String seconds(Long millis) {
    return millis == null ? "" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
