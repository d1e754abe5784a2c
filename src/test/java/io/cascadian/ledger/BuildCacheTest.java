package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.publish.PublishedBuild;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BuildCacheTest {

  private final List<List<String>> asked = new ArrayList<>();
  private final Function<List<String>, Map<String, Integer>> read = keys -> {
    asked.add(keys);
    return keys.contains("known") ? Map.of("known", asked.size()) : Map.of();
  };

  @Test
  void answers_areAskedOnceForABuild_unknownOnesToo() {
    BuildCache<Integer> cache = new BuildCache<>(10);
    PublishedBuild build = build(1);
    assertThat(cache.get(build, List.of("known", "unknown", "known"), read)).isEqualTo(Map.of("known", 1));
    assertThat(cache.get(build, List.of("unknown", "known", "new"), read)).isEqualTo(Map.of("known", 1));
    assertThat(asked).containsExactly(List.of("known", "unknown"), List.of("new"));
    assertThat(cache.get(build(2), List.of("known"), read)).as("another publication").isEqualTo(Map.of("known", 3));
  }

  @Test
  void answersOfAFormerBuild_areNotTakenForTheNextOne() {
    BuildCache<Integer> cache = new BuildCache<>(10);
    PublishedBuild next = build(2);
    cache.get(build(1), List.of("known"), keys -> {
      // published while the answer was read
      cache.get(next, List.of("unknown"), read);
      return read.apply(keys);
    });
    assertThat(cache.get(next, List.of("known"), read)).isEqualTo(Map.of("known", 3));
  }

  @Test
  void answersAskedForLast_stay() {
    BuildCache<Integer> cache = new BuildCache<>(2);
    PublishedBuild build = build(1);
    List.of("a", "b", "a", "c", "a").forEach(key -> cache.get(build, List.of(key), read));
    assertThat(asked).containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  private static PublishedBuild build(long id) {
    return new PublishedBuild(id, Map.of(), null, Instant.EPOCH);
  }
}
