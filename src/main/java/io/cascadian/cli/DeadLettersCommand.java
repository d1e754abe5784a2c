package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "dead-letters", mixinStandardHelpOptions = true,
    description = "Lists rejected records that have not been replayed, newest first, tab-separated; with --id shows one with its payload, as"
        + " JSON. 0: done; 1: there is none of that id. 'replay' retries them.")
final class DeadLettersCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Option(names = "--stream", paramLabel = "NAME", description = "of this stream only")
  private String stream;

  @Option(names = "--reason", paramLabel = "WORD", description = "rejected for this reason only")
  private String reason;

  @Option(names = "--since", paramLabel = "TIME", description = "rejected at this time or later only, such as 2026-01-31 or 2026-01-31T12:00:00Z")
  private Instant since;

  @Option(names = "--id", paramLabel = "N", converter = NumberConverters.DeadLetterNumber.class, description = "show this one, replayed or not, with its payload")
  private Long id;

  @Option(names = "--limit", converter = NumberConverters.Positive.class, paramLabel = "N", defaultValue = "100",
      description = "largest number of rows (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(names = "--header", description = "print the column names first")
  private boolean header;

  @Override
  public Integer call() {
    try (Stores stores = Stores.openForPostgres(options.settings(), line -> { })) {
      DeadLetters letters = new DeadLetters(stores.postgres());
      if (id != null) {
        return show(letters.find(id));
      }
      DeadLetterFilter which = DeadLetterFilter.open().ofStream(stream).ofReason(reason).rejectedSince(since);
      List<DeadLetter> list = letters.list(which, limit, 0);
      if (json.isWanted()) {
        JsonOption.print(Map.of("dead_letters", list.stream().map(DeadLetter::json).toList()), System.out);
        return 0;
      }
      if (header) {
        System.out.println("id\tlast_seen_at\tstream\treason\tseen\tattempts\torigin\tdetail");
      }
      list.forEach(letter -> System.out.println(line(letter)));
      System.out.flush();
      return 0;
    }
  }

  private int show(Optional<DeadLetter> letter) {
    if (letter.isEmpty()) {
      spec.commandLine().getErr().println("There is no dead letter " + id + "; without --id they are listed.");
      return 1;
    }
    JsonOption.print(letter.get().json(), System.out);
    return 0;
  }

  private static String line(DeadLetter letter) {
    return String.join("\t", List.of(
        Long.toString(letter.id()), letter.lastSeenAt().toString(), letter.stream(), letter.reason(), Long.toString(letter.seen()),
        Integer.toString(letter.attempts()), oneCell(letter.origin()), letter.detail() == null ? "" : oneCell(letter.detail())));
  }

  private static String oneCell(String text) {
    return text.replaceAll("\\s", " ");
  }
}
