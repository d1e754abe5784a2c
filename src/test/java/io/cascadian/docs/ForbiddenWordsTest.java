package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rejects words that a reader from the field would not search for, in names, comments, messages, routes, SQL, settings and documents. The words are in
 * {@code forbidden-words.tsv}, with what to write instead; {@code docs/glossary.md} defines the terms.
 */
class ForbiddenWordsTest {

  private static final Path WORDS = Path.of("src/test/resources/docs/forbidden-words.tsv");
  private static final Pattern TEXT_FILE = Pattern.compile(".*\\.(java|sql|ya?ml|md|properties|json|mjs|xml|service)|(.*/)?\\.env\\.example");
  /** The glossary's tests, and migrations: those never change, and name what they rename; their comments on columns are read in docs/tables.md. */
  private static final List<Path> UNREAD = List.of(WORDS.getParent(), Path.of("src/test/java/io/cascadian/docs/ForbiddenWordsTest.java"), Path.of("src/main/resources/db"));

  @Test
  void texts_haveNoForbiddenWord() throws IOException {
    List<ForbiddenWord> words = ForbiddenWord.read(WORDS);
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      SourceText text = SourceText.of(file, Files.readString(file));
      words.forEach(word -> found.addAll(word.findIn(text)));
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      A.java | class Rooms {}                                     | Rooms
      A.java | // the run is abandoned                            | abandon
      A.java | String s = "Stream {}: the source told of {} rows"; | told
      A.java | int keptRows;                                      | kept
      A.java | /** The promise that rows are stored. */           | /** The promise that
      A.java | Object lookedAt;                                   | looked
      a.md   | The missed run is made up for.                     | made up for
      a.yaml | description: Nobody waits for it                   | Nobody
      a.sql  | -- what is worked out anew                         | anew
      CHANGES.md | Runs are carried on (was `made up for`).           | carried on
      """)
  void privateWord_isFound(String file, String text, String word) throws IOException {
    assertThat(found(file, text)).singleElement().asString().contains("'" + word + "'");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      A.java | // look at the log
      A.java | Object lookup = lookUp(id);
      A.java | // rows are kept in order
      A.java | /** Compares time-weighted averages. */
      a.md   | Set `AUTONOMOUS_TRADING_ENABLED` to true.
      a.sql  | FOREIGN KEY (run) REFERENCES runs
      a.md   | A stitch in time
      CHANGES.md | Auto-add is enabled (was `autonomous on`).
      """)
  void ordinaryWord_isNotFound(String file, String text) throws IOException {
    assertThat(found(file, text)).isEmpty();
  }

  @Test
  void glossary_hasAtMost25Terms_eachOnce() throws IOException {
    List<String> terms = Files.readAllLines(Path.of("docs/glossary.md")).stream().filter(line -> line.startsWith("| **"))
        .map(line -> line.substring(4, line.indexOf("**", 4))).toList();
    assertThat(terms).hasSizeBetween(15, 25).doesNotHaveDuplicates().isSorted();
  }

  private static List<String> found(String file, String text) throws IOException {
    SourceText source = SourceText.of(Path.of(file), text);
    return ForbiddenWord.read(WORDS).stream().flatMap(word -> word.findIn(source).stream()).toList();
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String root : List.of("src", "routes", "docs", "deploy", "README.md", "CHANGES.md", ".env.example", "application.properties")) {
      try (Stream<Path> below = Files.walk(Path.of(root))) {
        below.filter(Files::isRegularFile).filter(file -> TEXT_FILE.matcher(file.toString()).matches() && UNREAD.stream().noneMatch(file::startsWith)).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
