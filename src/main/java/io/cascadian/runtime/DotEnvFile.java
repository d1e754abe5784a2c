package io.cascadian.runtime;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file {@code .env} of a folder says.
 *
 * @param values by name
 * @param warnings of values that are read otherwise than they were probably meant; they repeat no value
 */
record DotEnvFile(Map<String, String> values, List<String> warnings) {

  /** A value without quotation marks, and a {@code #} directly behind a part of it: who means a comment leaves a space before it. */
  private static final Pattern CUT = Pattern.compile("\\s*([\\w.\\-]+)\\s*=\\s*[^'\"#\\s][^#]*(?<!\\s)#.*");

  /** @param problems gets a line when the file is there and cannot be used */
  static DotEnvFile in(Path directory, List<String> problems) {
    Map<String, String> values = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    Path file = directory.resolve(".env");
    if (Files.isRegularFile(file)) {
      try {
        Dotenv.configure().directory(directory.toString()).load().entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
            .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        values.forEach((name, value) -> {
          if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) {
            warnings.add(".env: the single quotes around the value of " + name + " count as a part of it; write " + name + "=\"…\"");
          }
        });
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          Matcher cut = CUT.matcher(line);
          if (cut.matches()) {
            String name = cut.group(1);
            warnings.add(".env: the value of " + name + " ends before its first #, where a comment begins; if the # belongs to it, write "
                + name + "=\"…\"");
          }
        }
      } catch (DotenvException | IOException e) {
        problems.add(".env: " + e.getMessage());
      }
    }
    return new DotEnvFile(values, warnings);
  }
}
