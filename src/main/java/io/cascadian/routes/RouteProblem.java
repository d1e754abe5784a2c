package io.cascadian.routes;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes what is wrong with the route files, and what to write instead.
 *
 * @param file name of the file within the folder
 * @param line counted from 1; 1 where the whole file is meant
 */
public record RouteProblem(String file, int line, String problem, String remedy) implements Comparable<RouteProblem> {

  /** Returns the problem in the form of compilers, so that editors find the place: {@code file:line: problem — remedy}. */
  public String text() {
    return file + ":" + line + ": " + problem + " — " + remedy;
  }

  /** Returns the same for what is valid and probably a mistake. */
  public String warning() {
    return file + ":" + line + ": warning: " + problem + " — " + remedy;
  }

  /** Returns the problem as plain values. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file);
    json.put("line", line);
    json.put("problem", problem);
    json.put("remedy", remedy);
    return json;
  }

  @Override
  public int compareTo(RouteProblem other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : line != other.line ? Integer.compare(line, other.line) : problem.compareTo(other.problem);
  }

  /** Returns what the deepest cause of a failure is. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
