package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the build that readers see, and retained ones that a reader began with.
 *
 * <p>What is published changes with a publication or a rollback only, so its layers are cached until the next one. The layers of a build stay as long as it is
 * retained; a cached list may name some that were merged into the first one meanwhile, which changes no row that a reader sees. Thread-safe.
 */
public final class PublishedBuilds {

  private final ClickHouse clickHouse;
  private final Postgres postgres;
  private volatile PublishedBuild cached;

  public PublishedBuilds(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
  }

  /**
   * Returns the build that readers see now.
   *
   * @throws NotYetPublishedException before the first publication
   */
  public PublishedBuild current() {
    PublishedBuild known = cached;
    PublishedBuild time = postgres.queryOne(Sql.load("publish/data-time"), row -> {
      if (!row.getBoolean(3)) {
        throw NotYetPublishedException.ofEverything();
      }
      return new PublishedBuild(0, Map.of(), row.getString(1), row.getTimestamp(2).toInstant());
    }).orElseThrow();
    if (known == null || !known.publishedAt().equals(time.publishedAt()) || !Objects.equals(known.sourceTime(), time.sourceTime())) {
      // readers see a build before its time is written: what is read after the time is of that publication or a later one
      known = read("published", time.sourceTime(), time.publishedAt()).orElseGet(() -> new PublishedBuild(0, Map.of(), time.sourceTime(), time.publishedAt()));
      cached = known;
    }
    return known;
  }

  /**
   * Returns the published build or a retained one; empty when it is neither. Layers are dropped after Postgres has recorded that a build is not retained any longer:
   * rows that were read of one count if it is still found afterwards.
   */
  public Optional<PublishedBuild> find(long id) {
    PublishedBuild current = current();
    if (current.id() == id) {
      return Optional.of(current);
    }
    return postgres.queryOne(Sql.load("publish/retained-build"), row -> new PublishedBuild(id, Map.of(), row.getString(1), row.getTimestamp(2).toInstant()), id)
        .flatMap(build -> read(Long.toString(id), build.sourceTime(), build.publishedAt()));
  }

  private Optional<PublishedBuild> read(String name, String sourceTime, Instant publishedAt) {
    Map<String, List<Long>> layers = new HashMap<>();
    long[] id = new long[1];
    clickHouse.forEach(Sql.load("publish/layers-of-build"), Map.of("name", name), row -> {
      id[0] = row.getLong("build");
      layers.put(row.getString("published_table"), numbers(row.getString("table_layers")));
    });
    return layers.isEmpty() ? Optional.empty() : Optional.of(new PublishedBuild(id[0], layers, sourceTime, publishedAt));
  }

  private static List<Long> numbers(String words) {
    return words.isEmpty() ? List.of() : Stream.of(words.split(" ")).map(Long::valueOf).toList();
  }
}
