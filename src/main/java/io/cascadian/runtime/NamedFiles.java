package io.cascadian.runtime;

import io.cascadian.ingest.Contracts;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Holds the content of the files that settings name. Read before anything is started: one that cannot be used costs no start of databases. */
record NamedFiles(CategoryDefinitions categories, Contracts contracts) {

  /** @throws SettingsException naming every setting whose file cannot be used, and what is wrong with it */
  static NamedFiles read(Settings settings) {
    List<String> problems = new ArrayList<>();
    CategoryDefinitions categories = read(settings, MarketSettings.CATEGORIES_FILE, CategoryDefinitions::of, CategoryDefinitions::builtIn, problems);
    Contracts contracts = read(settings, IngestSettings.CONTRACTS_FILE, Contracts::of, Contracts::builtIn, problems);
    try {
      Gates.options(settings);
    } catch (SettingsException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new NamedFiles(categories, contracts);
  }

  private static <T> T read(Settings settings, Setting setting, Function<Path, T> reader, Supplier<T> builtIn, List<String> problems) {
    try {
      return settings.optional(setting).map(Path::of).map(reader).orElseGet(builtIn);
    } catch (IllegalArgumentException e) {
      problems.add(setting + ": " + e.getMessage());
      return null;
    }
  }
}
