package io.cascadian.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the text of a file into parts: Java into names, string literals (not in tests, where they are data) and comments, other files into one part, which for
 * {@code CHANGES.md} has no code spans.
 */
record SourceText(Path file, String text, List<Part> parts) {

  private static final Pattern NO_NAMES = Pattern.compile(
      "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

  private static final Path TESTS = Path.of("src/test/java");
  /** Names what was renamed, in code spans. */
  private static final Path CHANGES = Path.of("CHANGES.md");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`]*`");

  enum Kind { NAMES, STRING, COMMENT, PLAIN }

  /** A part of the text, beginning at an offset; {@code isProse} for documents, whose identifiers are not distinguished from words. */
  record Part(Kind kind, int offset, String text, boolean isProse) {}

  static SourceText of(Path file, String text) {
    if (file.equals(CHANGES)) {
      // spaces in the place of code spans, so that offsets stay
      String prose = CODE_SPAN.matcher(text).replaceAll(span -> span.group().replaceAll("[^\\n]", " "));
      return new SourceText(file, text, List.of(new Part(Kind.PLAIN, 0, prose, true)));
    }
    if (!file.toString().endsWith(".java")) {
      return new SourceText(file, text, List.of(new Part(Kind.PLAIN, 0, text, file.toString().endsWith(".md"))));
    }
    List<Part> parts = new ArrayList<>();
    int end = 0;
    for (Matcher matcher = NO_NAMES.matcher(text); matcher.find(); end = matcher.end()) {
      parts.add(new Part(Kind.NAMES, end, text.substring(end, matcher.start()), false));
      if (matcher.group().startsWith("/") || !file.startsWith(TESTS)) {
        parts.add(new Part(matcher.group().startsWith("/") ? Kind.COMMENT : Kind.STRING, matcher.start(), matcher.group(), false));
      }
    }
    parts.add(new Part(Kind.NAMES, end, text.substring(end), false));
    return new SourceText(file, text, parts);
  }

  long line(int offset) {
    return 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
