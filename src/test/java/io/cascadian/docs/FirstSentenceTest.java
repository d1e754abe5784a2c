package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks the first Javadoc sentence of every type and of every public method of the program: a verb of {@code javadoc-verbs.txt} with its object, not a
 * question, and no pronoun for what is documented.
 */
class FirstSentenceTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path VERBS = Path.of("src/test/resources/docs/javadoc-verbs.txt");
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*([\\s\\S]*?)\\*/\\s*((?:@\\w+(?:\\([^)]*\\))?\\s+)*)([^\\n]*)");
  private static final Pattern TYPE = Pattern.compile("(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed)\\s+)*(?:class|interface|enum|record|@interface)\\s+\\w+.*");
  private static final Pattern PUBLIC_METHOD = Pattern.compile("public\\s[^=;]*\\(.*");
  private static final Set<String> PRONOUNS = Set.of("it", "them", "itself", "themselves");
  private static final int SHORTEST = 3;

  @Test
  void firstSentences_areVerbsWithObjects() throws IOException {
    Set<String> verbs = verbs();
    List<String> problems = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      for (Matcher javadoc = JAVADOC.matcher(text); javadoc.find(); ) {
        String declaration = javadoc.group(3).strip();
        boolean isType = TYPE.matcher(declaration).matches();
        if (isType || PUBLIC_METHOD.matcher(declaration).matches()) {
          String sentence = firstSentence(javadoc.group(1));
          String problem = problem(sentence, verbs);
          // a method or a hidden type may have tags only
          if (problem != null && !(sentence.isEmpty() && !(isType && declaration.startsWith("public")))) {
            long line = 1 + text.substring(0, javadoc.start()).chars().filter(c -> c == '\n').count();
            problems.add(file + ":" + line + ": " + problem + ": " + sentence);
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void verbs_areSorted() throws IOException {
    assertThat(Files.readAllLines(VERBS)).filteredOn(line -> !line.startsWith("#")).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      Of a service: each report is kept.              | does not begin with a verb
      A page of fills.                                | does not begin with a verb
      Where does the server listen?                   | does not begin with a verb
      Checks whether the server listens?              | is a question
      Returns it as plain values.                     | has a pronoun for its object
      Simulates.                                      | has no object
      Inserts batches and advances the stream's cursor. |
      Answers {@code GET /api/health} with the report. |
      """)
  void sentence_isCheckedByItsForm(String sentence, String problem) throws IOException {
    assertThat(problem(sentence, verbs())).isEqualTo(problem);
  }

  private static String problem(String sentence, Set<String> verbs) {
    String[] words = sentence.split(" ");
    if (!verbs.contains(firstWord(sentence))) {
      return "does not begin with a verb";
    }
    if (sentence.endsWith("?")) {
      return "is a question";
    }
    if (words.length > 1 && PRONOUNS.contains(words[1].replaceAll("\\W", ""))) {
      return "has a pronoun for its object";
    }
    return words.length < SHORTEST ? "has no object" : null;
  }

  private static String firstWord(String sentence) {
    return sentence.split(" ")[0].replaceAll("[,;:.]$", "");
  }

  /** Returns the text up to the first full stop or question mark before a blank, the first paragraph's end, or the first tag. */
  private static String firstSentence(String javadoc) {
    String text = javadoc.replaceAll("(?m)^\\s*\\*\\s?", " ").replaceAll("\\s+", " ").strip();
    Matcher end = Pattern.compile("(?<=[.?])(?= )| <p>|(^| )@(param|return|throws|see)").matcher(text);
    return end.find() ? text.substring(0, end.start()).strip() : text;
  }

  private static Set<String> verbs() throws IOException {
    return new HashSet<>(Files.readAllLines(VERBS));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java")).sorted().toList();
    }
  }
}
