package io.cascadian.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Turns letters into parameters of {@code sql/exchange/store-dead-letters.sql}: many letters in one statement, a few megabytes at most, each
 * once with the number of its deliveries.
 */
public final class DeadLetterStatements {

  private DeadLetterStatements() {}

  /**
   * Returns the parameters of each statement, arrays by name; none for no letters.
   *
   * @throws StoreRejectedException when a payload is larger than {@link DeadLetters#MAX_PAYLOAD}: nothing must be stored of the letters then
   */
  public static List<Map<String, Object>> of(List<DeadLetter.Rejected> letters) {
    List<Map<String, Object>> statements = new ArrayList<>();
    List<DeadLetter.Rejected> portion = new ArrayList<>();
    int size = 0;
    for (DeadLetter.Rejected letter : letters) {
      if (letter.payload().length() > DeadLetters.MAX_PAYLOAD) {
        throw tooLarge(letter);
      }
      if (size + letter.payload().length() > DeadLetters.PORTION) {
        statements.add(statement(portion));
        portion.clear();
        size = 0;
      }
      portion.add(letter);
      size += letter.payload().length();
    }
    if (!portion.isEmpty()) {
      statements.add(statement(portion));
    }
    return statements;
  }

  private static StoreRejectedException tooLarge(DeadLetter.Rejected letter) {
    String remedy = letter.exchange() == null
        ? "take the large field out of what is asked for, or move the cursor past the record"
        : "it was not stored and is with its sender still; split it into smaller ones";
    return new StoreRejectedException("Postgres", "store a dead letter", "payload-too-large", "what was rejected of " + letter.stream() + " has "
        + letter.payload().length() + " characters or more, of which at most " + DeadLetters.MAX_PAYLOAD + " are stored; it is " + letter.origin() + " ("
        + letter.reason() + "); " + remedy, null);
  }

  private static Map<String, Object> statement(List<DeadLetter.Rejected> letters) {
    // one statement cannot touch a row twice
    Map<List<String>, DeadLetter.Rejected> once = new LinkedHashMap<>();
    Map<List<String>, Long> seen = new LinkedHashMap<>();
    for (DeadLetter.Rejected letter : letters) {
      List<String> key = List.of(letter.stream(), Objects.requireNonNull(letter.origin(), "origin"), letter.payload());
      once.put(key, letter);
      seen.merge(key, 1L, Long::sum);
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("streams", texts(once, DeadLetter.Rejected::stream));
    parameters.put("reasons", texts(once, DeadLetter.Rejected::reason));
    parameters.put("details", texts(once, DeadLetter.Rejected::detail));
    parameters.put("payloads", texts(once, DeadLetter.Rejected::payload));
    parameters.put("origins", texts(once, DeadLetter.Rejected::origin));
    parameters.put("seen", seen.values().toArray(Long[]::new));
    parameters.put("routes", texts(once, letter -> letter.exchange() == null ? null : letter.exchange().route()));
    parameters.put("headers", texts(once, letter -> letter.exchange() == null ? null : letter.exchange().headers()));
    parameters.put("encodings", texts(once, letter -> letter.exchange() == null ? null : letter.exchange().encoding()));
    parameters.put("deliveries",
        once.values().stream().map(letter -> letter.exchange() == null ? 1 : letter.exchange().deliveries()).toArray(Integer[]::new));
    return parameters;
  }

  private static String[] texts(Map<List<String>, DeadLetter.Rejected> letters, Function<DeadLetter.Rejected, String> part) {
    return letters.values().stream().map(part).map(DeadLetters::storable).toArray(String[]::new);
  }
}
