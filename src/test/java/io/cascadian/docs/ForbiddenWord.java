package io.cascadian.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a forbidden word in the parts of a file where it is forbidden. */
record ForbiddenWord(String where, Pattern pattern, String use) {

  static List<ForbiddenWord> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> line.split("\t"))
        .map(cells -> new ForbiddenWord(cells[0], Pattern.compile(cells[1], cells[0].equals("names") ? 0 : Pattern.CASE_INSENSITIVE), cells[2])).toList();
  }

  /** Names each occurrence by file and line, with the word to use instead. */
  List<String> findIn(SourceText text) {
    List<String> found = new ArrayList<>();
    for (SourceText.Part part : text.parts()) {
      if (isIn(part)) {
        for (Matcher matcher = pattern.matcher(part.text()); matcher.find(); ) {
          long line = text.line(part.offset() + matcher.start());
          found.add(text.file() + ":" + line + ": '" + matcher.group() + "': write " + use + " (docs/glossary.md)");
        }
      }
    }
    return found;
  }

  private boolean isIn(SourceText.Part part) {
    return switch (where) {
      case "everywhere" -> true;
      case "texts" -> part.kind() != SourceText.Kind.NAMES;
      case "names" -> part.kind() == SourceText.Kind.NAMES || part.kind() == SourceText.Kind.PLAIN && !part.isProse();
      case "strings" -> part.kind() == SourceText.Kind.STRING || part.kind() == SourceText.Kind.PLAIN && !part.isProse();
      case "comments" -> part.kind() == SourceText.Kind.COMMENT;
      default -> throw new IllegalArgumentException("not a place where words are forbidden: " + where);
    };
  }
}
