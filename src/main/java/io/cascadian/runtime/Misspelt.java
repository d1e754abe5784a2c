package io.cascadian.runtime;

import io.cascadian.routes.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which given names look like settings and are none? What is given under them counts for nothing, and nobody would notice. Stateless. */
final class Misspelt {

  private static final Set<String> NAMES = Stream.of(Setting.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
  /** Words that a setting of ours starts with: in a file of ours, an unknown name with one of them is probably a misspelt setting. */
  private static final Set<String> PREFIXES =
      NAMES.stream().map(n -> n.substring(0, n.indexOf('_') + 1)).collect(Collectors.toUnmodifiableSet());
  /** What others put into an environment and resembles one of ours by chance. */
  private static final Set<String> OF_OTHERS =
      Set.of("NPM_TOKEN", "AWS_TOKEN", "CI_TOKEN", "APP_TOKEN", "APT_TOKEN", "PIP_TOKEN", "JOB_DIR", "LIB_DIR", "PKG_DIR", "META_DIR", "HTTPS_PORT");
  private static final int SLIPS = 2;
  private static final int SHORTEST = 6;

  private Misspelt() {}

  /** A line for each name of a file that only we read. */
  static List<String> inFile(Collection<String> names, String file) {
    return told(names, file, name -> PREFIXES.stream().anyMatch(name::startsWith) || meant(name).isPresent());
  }

  /** A line for each name of an environment that is within two letters of a setting; everything else there may be for others. */
  static List<String> inEnvironment(Collection<String> names) {
    return told(names, "environment", name -> !OF_OTHERS.contains(name) && meant(name).isPresent());
  }

  private static List<String> told(Collection<String> names, String where, Predicate<String> ours) {
    return new TreeSet<>(names).stream()
        .filter(name -> !NAMES.contains(name) && ours.test(name))
        .map(name -> where + ": there is no setting " + name + "; it is ignored" + meant(name).map(m -> ". " + m + " is probably meant").orElse(""))
        .toList();
  }

  private static Optional<String> meant(String name) {
    return name.length() < SHORTEST || name.indexOf('_') < 0 ? Optional.empty() : Suggestions.within(SLIPS, name, NAMES);
  }
}
