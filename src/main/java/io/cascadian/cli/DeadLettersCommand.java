package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "dead-letters", mixinStandardHelpOptions = true,
    description = "Lists rejected records that have not been replayed, newest first, tab-separated. A payload is in the table dead_letters"
        + " and under GET /api/dead-letters/{id}.")
final class DeadLettersCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--stream", paramLabel = "NAME", description = "of this stream only")
  private String stream;

  @Option(names = "--reason", paramLabel = "WORD", description = "rejected for this reason only")
  private String reason;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "at most so many; ${DEFAULT-VALUE} without it")
  private int limit;

  @Option(names = "--header", description = "print the column names first")
  private boolean header;

  @Override
  public Integer call() {
    try (Stores stores = Stores.open(options.settings(), line -> { })) {
      stores.migrate();
      if (header) {
        System.out.println("id\tlast_seen_at\tstream\treason\tseen\tattempts\torigin\tdetail");
      }
      DeadLetterFilter which = DeadLetterFilter.open().ofStream(stream).ofReason(reason);
      new DeadLetters(stores.postgres()).list(which, limit, 0).forEach(letter -> System.out.println(line(letter)));
      System.out.flush();
      return 0;
    }
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
