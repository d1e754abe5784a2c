package io.cascadian.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the name that was probably meant. Stateless. */
public final class Suggestions {

  private Suggestions() {}

  /** Returns what to write: the name that resembles the given one, or all that there are. */
  static String advice(String given, Collection<String> names) {
    String best = names.stream().min(Comparator.<String>comparingInt(n -> distance(given, n)).thenComparing(n -> n)).orElse(null);
    if (best != null && distance(given, best) <= Math.max(2, given.length() / 4)) {
      return "write '" + best + "'";
    }
    return names.size() <= 20 ? "use one of " + String.join(", ", names.stream().sorted().toList()) : "use one that there is";
  }

  /** Returns the name that becomes the given one by so many changes at most, whatever the case; the nearest of several. */
  public static Optional<String> within(int changes, String given, Collection<String> names) {
    return names.stream().filter(n -> distance(given, n) <= changes)
        .min(Comparator.<String>comparingInt(n -> distance(given, n)).thenComparing(n -> n));
  }

  /** Returns how many letters have to be changed, added or taken out. */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
