package io.cascadian.runtime;

import io.cascadian.ingest.Contracts;
import io.cascadian.markets.CategoryDefinitions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Files with definitions that the settings name, read before anything is started with them; those of the program where none is named. */
record Definitions(CategoryDefinitions categories, Contracts contracts) {

  /** @throws SettingsException naming each file that cannot be used, and why */
  static Definitions read(Settings settings) {
    List<String> problems = new ArrayList<>();
    Definitions definitions = new Definitions(
        read(settings, Setting.CATEGORIES_FILE, CategoryDefinitions::of, CategoryDefinitions::builtIn, problems),
        read(settings, Setting.CONTRACTS_FILE, Contracts::of, Contracts::builtIn, problems));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return definitions;
  }

  private static <T> T read(Settings settings, Setting setting, Function<Path, T> reader, Supplier<T> builtIn, List<String> problems) {
    Optional<String> file = settings.optional(setting);
    if (file.isEmpty()) {
      return builtIn.get();
    }
    try {
      return reader.apply(Path.of(file.get()));
    } catch (IllegalArgumentException e) {
      problems.add(setting + ": " + e.getMessage());
      return null;
    }
  }
}
