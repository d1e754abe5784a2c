package io.cascadian.secrets;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Masks configured secrets in logs and answers, also where an external service or a driver repeats one in its message.
 *
 * <p>The second line of defence: messages of our own never hold a secret. A secret that is a word of the program's own vocabulary, such as the name of a
 * store, a health check or a step, cannot be masked: that would make nonsense of every text. What the vocabulary is, the program learns from what its
 * modules contribute. For the whole process, since log appenders are; thread-safe.
 */
public final class Redaction {

  /** What stands in a secret's place. */
  public static final String MASK = "[secret]";

  /** Shorter ones would be found in words. */
  private static final int SHORTEST = 6;

  private static final Set<String> VOCABULARY = ConcurrentHashMap.newKeySet();
  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
  private static volatile List<String> longestFirst = List.of();

  private Redaction() {}

  /** Adds names and texts of the program to its vocabulary, whole and by their words, from now on. */
  public static synchronized void learn(Collection<String> texts) {
    for (String text : texts) {
      // words of names such as clickhouse-tables, CLICKHOUSE_URL and marketApi
      Arrays.stream(text.replaceAll("(?<=[a-z])(?=[A-Z])", " ").split("[^\\p{L}\\p{N}]+"))
          .map(word -> word.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).forEach(VOCABULARY::add);
    }
    sort();
  }

  /** Returns whether a text is a word, or words with dashes, of the program's vocabulary, in any case; false for null. */
  public static boolean isVocabulary(String text) {
    return text != null && Arrays.stream(text.toLowerCase(Locale.ROOT).split("-", -1)).allMatch(VOCABULARY::contains);
  }

  /** Returns whether a secret is long and rare enough to be masked: neither a part of words nor of the {@linkplain #isVocabulary vocabulary}. */
  public static boolean canMask(String secret) {
    return secret.length() >= SHORTEST && !isVocabulary(secret) && !MASK.contains(secret);
  }

  /** Masks secrets from now on, as far as they {@linkplain #canMask can be}. */
  public static synchronized void protect(Collection<String> secrets) {
    SECRETS.addAll(secrets);
    sort();
  }

  /** One may be a part of another. */
  private static void sort() {
    longestFirst = SECRETS.stream().filter(Redaction::canMask).sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** Returns the text without secrets; null stays null. */
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
