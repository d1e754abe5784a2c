package io.cascadian.publish;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stores in Postgres which builds there are, how far the present one is, with which versions of the tables each was made, and up to which run the published
 * one is complete.
 *
 * <p>A build is {@code building}, then {@code publishing}, {@code published}, {@code retained}, {@code dropped}. One that fails its verification ends as
 * {@code rejected}, one that was cut off before its publication as {@code dropped}; one that is rolled back to goes from {@code retained} to {@code publishing}
 * again. Thread-safe.
 */
final class BuildStore {

  private final Postgres postgres;

  BuildStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Describes a build that was not finished. */
  record Unfinished(long id, boolean publishing) {}

  /** Returns the fence up to which everything is in the published tables; 0 before the first publication. */
  long watermark() {
    return postgres.queryOne("SELECT watermark FROM ledger_state", row -> row.getLong(1)).orElseThrow();
  }

  /** Returns the versions with which the rows of the published build were derived, by table; empty before the first publication. */
  Map<String, Integer> publishedVersions() {
    Map<String, Integer> versions = new LinkedHashMap<>();
    postgres.query("SELECT t.name, t.version FROM build_tables t JOIN ledger_builds b ON b.id = t.build WHERE b.state = 'published'",
        row -> versions.put(row.getString(1), row.getInt(2)));
    return versions;
  }

  /** Returns the layers that each table of a build is read from, the oldest first; those may be others than the present program publishes. */
  Map<String, List<Long>> layers(long build) {
    Map<String, List<Long>> layers = new LinkedHashMap<>();
    postgres.query("SELECT name, layers FROM build_tables WHERE build = ? AND position IS NOT NULL ORDER BY position",
        row -> layers.put(row.getString(1), List.of((Long[]) row.getArray(2).getArray())), build);
    return layers;
  }

  /** Returns the layers of the published build as {@link #layers} does; empty before the first publication. */
  Map<String, List<Long>> publishedLayers() {
    return postgres.queryOne("SELECT id FROM ledger_builds WHERE state = 'published'", row -> row.getLong(1)).map(this::layers).orElse(Map.of());
  }

  /** Returns for each of the ClickHouse nodes the layers of which rows were written there, by table, whether they are still there or not. */
  List<Map<String, Set<Long>>> written(int nodes) {
    List<Map<String, Set<Long>>> written = Stream.<Map<String, Set<Long>>>generate(HashMap::new).limit(nodes).toList();
    postgres.query("SELECT name, build, node - 1 FROM build_tables, unnest(rows) WITH ORDINALITY AS counted (number, node) WHERE number > 0 AND node <= ?",
        row -> written.get(row.getInt(3)).computeIfAbsent(row.getString(1), table -> new HashSet<>()).add(row.getLong(2)), nodes);
    return written;
  }

  /** Returns the layers whose rows were copied into an earlier one, by table. */
  Map<String, Set<Long>> merged() {
    Map<String, Set<Long>> merged = new HashMap<>();
    postgres.query("SELECT name, layer FROM merged_layers",
        row -> merged.computeIfAbsent(row.getString(1), table -> new HashSet<>()).add(row.getLong(2)));
    return merged;
  }

  /** Records that the rows of a layer were copied into an earlier one, so that later builds are read without it. */
  void merged(String table, long layer, FenceGuard guard) {
    postgres.inTransaction("record a merged layer", connection -> {
      guard.checkIn(connection);
      return update(connection, "INSERT INTO merged_layers (name, layer) VALUES (?, ?) ON CONFLICT DO NOTHING", table, layer);
    });
  }

  Optional<Unfinished> unfinished() {
    return postgres.queryOne(
        "SELECT id, state = 'publishing' FROM ledger_builds WHERE state IN ('building', 'publishing') ORDER BY id DESC LIMIT 1",
        row -> new Unfinished(row.getLong(1), row.getBoolean(2)));
  }

  /** Returns the published build and the retained ones, in the order in which they were the published one, the last first. */
  List<RetainedBuild> retained() {
    return postgres.query(
        "SELECT id, fence, ended_at, wallets, state = 'published', gates_passed FROM ledger_builds WHERE state IN ('published', 'retained')"
            + " ORDER BY state = 'published' DESC, retired_at DESC, id DESC",
        row -> new RetainedBuild(row.getLong(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getLong(4), row.getBoolean(5),
            (Boolean) row.getObject(6)));
  }

  /** Returns whether there are builds of higher numbers than known here, because Postgres was restored from a backup. */
  boolean isBehind(long newest) {
    return postgres.queryOne("SELECT coalesce(max(id), 0) < ? FROM ledger_builds", row -> row.getBoolean(1), newest).orElseThrow();
  }

  /** Makes the number of the next build higher than {@code newest}. */
  void continueAfter(long newest) {
    postgres.queryOne("SELECT setval(pg_get_serial_sequence('ledger_builds', 'id'), ?)", row -> row.getLong(1), newest);
  }

  /**
   * Records that a build begins, with the present versions of its tables and of what these are derived from; returns its number. Its layers are those of the
   * published build, without the merged ones, and one of its own; tables that are recomputed are read from that alone.
   */
  long begin(Publication publication, PublishedTables tables) {
    Map<String, List<Long>> parent = publishedLayers();
    Map<String, Set<Long>> merged = merged();
    long units = publication.units().values().iterator().next();
    List<String> published = List.copyOf(tables.names());
    return postgres.inTransaction("begin a build", connection -> {
      long build = insert(connection, publication.guard().fence(), !publication.outdated().isEmpty(), units);
      for (Map.Entry<String, Integer> table : tables.versions().entrySet()) {
        int position = published.indexOf(table.getKey());
        boolean recomputed = publication.outdated().contains(table.getKey());
        Set<Long> gone = merged.getOrDefault(table.getKey(), Set.of());
        Stream<Long> below = recomputed ? Stream.empty() : parent.getOrDefault(table.getKey(), List.of()).stream().filter(layer -> !gone.contains(layer));
        update(connection, "INSERT INTO build_tables (build, name, position, version, recomputed, layers) VALUES (?, ?, ?, ?, ?, ?)", build, table.getKey(),
            position < 0 ? null : position, table.getValue(), recomputed,
            position < 0 ? null : connection.createArrayOf("bigint", Stream.concat(below, Stream.of(build)).toArray()));
      }
      return build;
    });
  }

  /** Records how many rows a build wrote on each ClickHouse node, by table. */
  void filled(long build, List<Map<String, Long>> rows) {
    postgres.inTransaction("record the rows of a build", connection -> {
      int updated = 0;
      for (String table : rows.get(0).keySet()) {
        updated += update(connection, "UPDATE build_tables SET rows = ? WHERE build = ? AND name = ?",
            connection.createArrayOf("bigint", rows.stream().map(node -> node.get(table)).toArray()), build, table);
      }
      return updated;
    });
  }

  private static long insert(Connection connection, long fence, boolean everything, long units) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO ledger_builds (fence, state, everything, wallets) VALUES (?, 'building', ?, ?) RETURNING id")) {
      insert.setLong(1, fence);
      insert.setBoolean(2, everything);
      insert.setLong(3, units);
      try (ResultSet id = insert.executeQuery()) {
        id.next();
        return id.getLong(1);
      }
    }
  }

  /** Records that the build is the published one from here on, whatever happens: a publication that is cut off is completed. */
  void publishing(long build, FenceGuard guard) {
    postgres.inTransaction("begin the publication", connection -> {
      guard.checkIn(connection);
      return update(connection, "UPDATE ledger_builds SET state = 'publishing' WHERE id = ?", build);
    });
  }

  /** Records the end of the publication: the build before is retained, and the tables are complete as far as the build was when it was made. */
  void published(long build, FenceGuard guard) {
    postgres.inTransaction("end the publication", connection -> {
      guard.checkIn(connection);
      update(connection, "UPDATE ledger_builds SET state = 'retained', retired_at = now() WHERE state = 'published'");
      update(connection, "UPDATE ledger_builds SET state = 'published', retired_at = NULL, ended_at = coalesce(ended_at, now())"
          + " WHERE id = ?", build);
      // what was recomputed from all of history, or rolled back to, has not been checked in full
      return update(connection, "UPDATE ledger_state SET (watermark, updated_at, checked_watermark) ="
          + " (SELECT fence, now(), CASE WHEN everything OR fence < checked_watermark THEN 0 ELSE checked_watermark END"
          + " FROM ledger_builds WHERE id = ?)", build);
    });
  }

  /** Moves the watermark where there was nothing to build. */
  void upToDate(FenceGuard guard) {
    postgres.inTransaction("move the watermark", connection -> {
      guard.checkIn(connection);
      return update(connection, "UPDATE ledger_state SET watermark = ?, updated_at = now()", guard.fence());
    });
  }

  /** Records that a build ended without being published. */
  void ended(long build, String state, String reason) {
    postgres.update("UPDATE ledger_builds SET state = ?, reason = ?, ended_at = now() WHERE id = ?", state, reason, build);
  }

  /**
   * Returns the fence up to which the gates found nothing wrong; 0 when they did not check everything for longer than {@code fullEvery}, or a clock that
   * was ahead recorded when they did.
   */
  long checkedUpTo(Duration fullEvery) {
    return postgres.queryOne("SELECT CASE WHEN checked_watermark <= watermark AND checked_in_full_at > now() - make_interval(secs => ?)"
        + " AND checked_in_full_at <= now() THEN checked_watermark ELSE 0 END FROM ledger_state", row -> row.getLong(1), (double) fullEvery.toSeconds()).orElseThrow();
  }

  /** Records with the published build whether the gates passed. */
  void recordGateResult(boolean passed, boolean inFull, FenceGuard guard) {
    postgres.inTransaction("record the result of the gates", connection -> {
      guard.checkIn(connection);
      if (passed) {
        update(connection, "UPDATE ledger_state SET checked_watermark = watermark,"
            + " checked_in_full_at = CASE WHEN ? THEN now() ELSE checked_in_full_at END", inFull);
      }
      return update(connection, "UPDATE ledger_builds SET gates_passed = ? WHERE state = 'published'", passed);
    });
  }

  /**
   * Marks the builds beyond the {@code count} that were published last as dropped; but never the last one whose gates passed, so that gates that fail for
   * many nights cost neither the last good numbers nor the disk.
   */
  void prune(int count, FenceGuard guard) {
    postgres.inTransaction("prune old builds", connection -> {
      guard.checkIn(connection);
      return update(connection,
          """
          UPDATE ledger_builds SET state = 'dropped'
          WHERE state = 'retained'
            AND id NOT IN (SELECT id FROM ledger_builds WHERE state = 'retained' ORDER BY retired_at DESC, id DESC LIMIT ?)
            AND id IS DISTINCT FROM (
              SELECT id FROM ledger_builds WHERE state IN ('published', 'retained') AND gates_passed
              ORDER BY state = 'published' DESC, retired_at DESC, id DESC LIMIT 1)
          """,
          count);
    });
  }

  /** Returns the numbers of the builds whose layers are needed. */
  List<Long> needed() {
    return postgres.query("SELECT id FROM ledger_builds WHERE state IN ('published', 'retained', 'publishing') ORDER BY id", row -> row.getLong(1));
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      return update.executeUpdate();
    }
  }
}
