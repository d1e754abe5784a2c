package io.cascadian.cli;

import io.cascadian.ingest.History;
import io.cascadian.ingest.HistoryKind;
import io.cascadian.ingest.HistoryReport;
import io.cascadian.ingest.HistoryRequest;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.runtime.Service;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StepResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Defines the options that commands for a period of history share, and runs their work. */
final class HistoryOptions {

  private static final int DIFFERENCES_REMAIN = 2;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @Option(names = "--from", paramLabel = "TIME",
      description = "first second, such as 2026-01-31 or 2026-01-31T12:00:00Z; UTC")
  private Instant from;

  @Option(names = "--to", paramLabel = "TIME",
      description = "the second after the last: --from 2026-01-01 --to 2026-02-01 is January")
  private Instant to;

  @Option(names = "--stream", paramLabel = "NAME", description = "only this stream of events, such as fills; may be repeated")
  private List<String> streams = List.of();

  @Option(names = "--window", converter = NumberConverters.Positive.class, paramLabel = "HOURS", defaultValue = "24",
      description = "length of the windows that are reported and finished one by one (default: ${DEFAULT-VALUE})")
  private int windowHours;

  @Option(names = "--dry-run", description = "report the differences and write nothing")
  private boolean dryRun;

  /** Does the work and prints the differences; returns the exit code: 0, 1 when it did not come to its end, 2 when differences are left. */
  int run(HistoryKind kind, boolean allowDeletes) throws Exception {
    if (kind != HistoryKind.GAPS && (from == null || to == null)) {
      throw new ParameterException(spec.commandLine(), "--from and --to are needed");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new ParameterException(spec.commandLine(), "the stretch is empty: --from must lie before --to");
    }
    try (Service service = Service.start(options.settings(), System.out, false)) {
      List<StreamDefinition> defined = service.streams();
      HistoryRequest request = new HistoryRequest(kind, from, to, chosen(defined), Duration.ofHours(windowHours), dryRun, allowDeletes);
      AtomicReference<HistoryReport> report = new AtomicReference<>();
      RunRecord run = service.maintain(kind.label(), "cli", guard -> {
        report.set(service.components().get(History.class).compare(request, guard));
        print(report.get());
        StepResult result = report.get().result();
        return new StepResult(result.rows(), result.details(),
            Stream.concat(result.warnings().stream(), undefined(kind, service, defined).stream()).toList(), result.incomplete());
      });
      if (run.status() != RunStatus.SUCCESS) {
        return 1;
      }
      return report.get().differencesRemain() ? DIFFERENCES_REMAIN : 0;
    }
  }

  /** Names the streams that cannot be compared, so that their absence is not taken for a good result. */
  private List<String> undefined(HistoryKind kind, Service service, List<StreamDefinition> defined) {
    return kind == HistoryKind.GAPS && streams.isEmpty()
        ? service.components().get(History.class).undefined(defined.stream().map(StreamDefinition::name).toList()).stream()
            .map(stream -> "stream " + stream + " was read by earlier runs and is not compared, because no route defines it, or its source is not set up;"
                + " 'cascadian streams' lists what is stored").toList()
        : List.of();
  }

  private List<StreamDefinition> chosen(List<StreamDefinition> defined) {
    List<StreamDefinition> comparable = History.comparable(defined);
    List<String> names = comparable.stream().map(StreamDefinition::name).toList();
    for (String stream : streams) {
      if (!names.contains(stream)) {
        throw new ParameterException(spec.commandLine(), "there is no stream of events '" + stream + "'; there are " + names);
      }
    }
    return streams.isEmpty() ? comparable : comparable.stream().filter(s -> streams.contains(s.name())).toList();
  }

  private void print(HistoryReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.differences().forEach(out::println);
    out.flush();
  }
}
