package io.cascadian.settings;

import io.cascadian.routes.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds names that look like settings and are none: their values have no effect, which would go unnoticed. Immutable. */
final class UnknownSettings {

  /** What others put into an environment and resembles one of ours by chance. */
  private static final Set<String> OF_OTHERS =
      Set.of("NPM_TOKEN", "AWS_TOKEN", "CI_TOKEN", "APP_TOKEN", "APT_TOKEN", "PIP_TOKEN", "JOB_DIR", "LIB_DIR", "PKG_DIR", "META_DIR", "HTTPS_PORT");
  private static final int SLIPS = 2;
  private static final int SHORTEST = 6;

  private final Set<String> names;
  /** First words of settings: in a file of ours, an unknown name with one of them is probably a misspelt setting. */
  private final Set<String> prefixes;

  UnknownSettings(Collection<Setting> settings) {
    names = settings.stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
    prefixes = names.stream().map(n -> n.substring(0, n.indexOf('_') + 1)).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns a line for each name of a file that only this program reads. */
  List<String> inFile(Collection<String> given, String file) {
    return warnings(given, file, name -> prefixes.stream().anyMatch(name::startsWith) || meant(name).isPresent());
  }

  /** Returns a line for each name of an environment that is within two letters of a setting; everything else there may be for others. */
  List<String> inEnvironment(Collection<String> given) {
    return warnings(given, "environment", name -> !OF_OTHERS.contains(name) && meant(name).isPresent());
  }

  private List<String> warnings(Collection<String> given, String where, Predicate<String> ours) {
    return new TreeSet<>(given).stream()
        .filter(name -> !names.contains(name) && ours.test(name))
        .map(name -> where + ": there is no setting " + name + "; it is ignored" + meant(name).map(m -> ". " + m + " is probably meant").orElse(""))
        .toList();
  }

  private Optional<String> meant(String name) {
    return name.length() < SHORTEST || name.indexOf('_') < 0 ? Optional.empty() : Suggestions.within(SLIPS, name, names);
  }
}
