package io.cascadian.secrets;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The promise that a configured secret does not reach a log or an answer, also where a foreign service or a driver repeats it in what it
 * says.
 *
 * <p>The second line of defence: messages of our own never hold one. For the whole process, since log appenders are; thread-safe.
 */
public final class Redaction {

  /** What stands in a secret's place. */
  public static final String MASK = "[secret]";

  /** Shorter ones would be found in words. */
  private static final int SHORTEST = 6;

  private static final Set<String> SECRETS = new CopyOnWriteArraySet<>();
  private static volatile List<String> longestFirst = List.of();

  private Redaction() {}

  /** Whether this is long and rare enough to be masked: neither a part of words nor one of {@link CommonWords}. */
  public static boolean canMask(String secret) {
    return secret.length() >= SHORTEST && !CommonWords.has(secret);
  }

  /** Masks these from now on, as far as they {@linkplain #canMask can be}. */
  public static synchronized void protect(Collection<String> secrets) {
    secrets.stream().filter(Redaction::canMask).forEach(SECRETS::add);
    // one may be a part of another
    longestFirst = SECRETS.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** The text without secrets; null stays null. */
  public static String apply(String text) {
    if (text == null) {
      return null;
    }
    String clean = text;
    for (String secret : longestFirst) {
      if (clean.contains(secret)) {
        clean = clean.replace(secret, MASK);
      }
    }
    return clean;
  }
}
