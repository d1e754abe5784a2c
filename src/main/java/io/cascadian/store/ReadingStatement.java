package io.cascadian.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks by ClickHouse's own syntax tree that a statement only reads, and from tables only.
 *
 * <p>{@code readonly} alone is not enough: with its value 2, which a user may be given by the server, ClickHouse takes
 * {@code INSERT INTO FUNCTION file(…)} and {@code SELECT … FROM url(…)} for reading.
 *
 * @param refusal why it is refused and what to do instead; null when it only reads
 */
record ReadingStatement(String refusal) {

  /** The first words of the tree's first line for statements that only read. */
  private static final List<String> READING = List.of("Select", "Explain", "Show", "Describe", "Exists");
  private static final Pattern FUNCTION = Pattern.compile("\\s*Function (\\S+).*");

  /**
   * Checks a statement.
   *
   * @param tree lines of {@code EXPLAIN AST} of the statement
   * @param outside names in lower case of functions that reach beyond the tables
   */
  static ReadingStatement of(List<String> tree, Set<String> outside) {
    String kind = tree.isEmpty() ? "" : tree.get(0);
    if (READING.stream().noneMatch(kind::startsWith)) {
      return new ReadingStatement("'" + kind.replaceFirst("\\s*\\(children.*", "")
          + "' is no statement that only reads; write SELECT, SHOW, DESCRIBE, EXISTS or EXPLAIN, and change data with a client of ClickHouse's");
    }
    Optional<String> reaching = tree.stream().map(FUNCTION::matcher).filter(Matcher::matches).map(function -> function.group(1))
        .filter(name -> outside.contains(name.toLowerCase(Locale.ROOT))).findFirst();
    return new ReadingStatement(reaching
        .map(name -> "the function " + name + " reaches files, programs or other servers; read from tables, or use a client of ClickHouse's")
        .orElse(null));
  }
}
