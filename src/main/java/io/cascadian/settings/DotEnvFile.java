package io.cascadian.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Holds the values of the file {@code .env} of a folder.
 *
 * @param values by name
 * @param warnings of values that are read otherwise than they were probably meant; they repeat no value
 */
record DotEnvFile(Map<String, String> values, List<String> warnings) {

  private static final String NAME = ".env";

  /**
   * Reads the file; without one there are no values.
   *
   * @param directory may be relative; the empty path is the working directory
   * @param problems gets a line when the file is there and cannot be used, and one for each line of it that is no setting
   */
  static DotEnvFile in(Path directory, List<String> problems) {
    return SettingsText.read(directory.resolve(NAME), problems)
        .map(text -> DotEnvParser.parse(text, problems))
        .orElseGet(() -> new DotEnvFile(Map.of(), List.of()));
  }
}
