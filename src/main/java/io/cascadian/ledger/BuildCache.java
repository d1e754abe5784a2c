package io.cascadian.ledger;

import io.cascadian.publish.PublishedBuild;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Caches answers, also that something is unknown, until the next publication, for what was asked for last. Thread-safe.
 *
 * @param <T> type of the answers
 */
final class BuildCache<T> {

  private final Map<String, Optional<T>> answers;
  private PublishedBuild cachedFor;

  /** @param most answers that are cached */
  BuildCache(int most) {
    answers = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Optional<T>> eldest) {
        return size() > most;
      }
    };
  }

  /**
   * Returns the answers for keys; unknown ones are left out.
   *
   * @param read finds the answers for the keys that are not cached
   */
  Map<String, T> get(PublishedBuild build, Collection<String> keys, Function<List<String>, Map<String, T>> read) {
    Map<String, T> known = new HashMap<>();
    List<String> missing = new ArrayList<>();
    synchronized (this) {
      if (cachedFor != build) {
        answers.clear();
        cachedFor = build;
      }
      for (String key : keys) {
        Optional<T> cached = answers.get(key);
        if (cached == null) {
          missing.add(key);
        } else {
          cached.ifPresent(value -> known.put(key, value));
        }
      }
    }
    if (!missing.isEmpty()) {
      Map<String, T> found = read.apply(missing.stream().distinct().toList());
      known.putAll(found);
      synchronized (this) {
        if (cachedFor == build) {
          missing.forEach(key -> answers.put(key, Optional.ofNullable(found.get(key))));
        }
      }
    }
    return known;
  }
}
