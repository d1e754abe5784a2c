package io.cascadian.resolution;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.RowBinary;
import io.cascadian.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the last good map to {@code market_resolutions}: compares the whole map with what is known, and writes only
 * differences.
 *
 * <p>Maps are partial: what a newer one no longer lists stays. Called under the run lock; not thread-safe.
 */
public final class ResolutionMaps {

  private static final int BATCH = 50_000;
  private static final List<String> STAGED = List.of(
      "entry", "condition_id", "market_id", "payout_numerators", "payout_denominator", "vector_order", "resolved_at");

  private final ClickHouse clickHouse;
  private final Postgres postgres;

  public ResolutionMaps(ClickHouse clickHouse, Postgres postgres) {
    this.clickHouse = clickHouse;
    this.postgres = postgres;
  }

  /**
   * Describes a file whose resolutions are in the staging table.
   *
   * @param source {@code map}, or {@code seed} for a list of markets
   */
  record Staged(String source, MapFacts facts) {}

  /**
   * Describes a staged file compared with what is known.
   *
   * @param diff counts by name: added, changed, unchanged, …; null when its content is that of the file that was applied last
   * @param older whether a file that was applied has a later time
   * @param reason why not all of it is applied, a short stable word, a colon, and what to do; null when all of it counts
   */
  record Compared(Staged staged, Map<String, Long> diff, boolean older, String reason) {

    private long differing() {
      return diff == null ? 0 : diff.get("added") + diff.get("changed");
    }

    /** Counts of its rows and of the difference. */
    Map<String, Object> counts() {
      Map<String, Object> json = staged.facts().json();
      if (diff != null) {
        json.putAll(diff);
      }
      return json;
    }
  }

  /**
   * Reads a file's resolutions into the staging table, in place of what is there.
   *
   * @param list whether it is a list of markets rather than a map
   * @throws FileRejectedException when it is neither, or not all of one
   */
  Staged stage(DroppedFile file, boolean list) throws IOException, FileRejectedException {
    clickHouse.execute("TRUNCATE TABLE resolution_staging", Map.of());
    Staging staging = new Staging();
    MapFacts facts;
    try (InputStream in = file.open()) {
      facts = list ? ResolutionMapReader.readList(in, staging::add) : ResolutionMapReader.read(in, staging::add);
    }
    staging.flush();
    return new Staged(list ? "seed" : "map", facts);
  }

  /**
   * Compares what is staged with what is known. A map that is older than one that was applied only adds what no map has: it must not
   * undo what a newer one corrected.
   */
  Compared compare(Staged staged) {
    MapFacts facts = staged.facts();
    if (facts.contentHash().equals(lastAppliedHash())) {
      return new Compared(staged, null, false, null);
    }
    Optional<Newer> newer = newer(facts.lastUpdated());
    Map<String, Long> diff = diff(staged.source());
    String reason = null;
    if (newer.isPresent()) {
      long superseded = diff.put("changed", 0L);
      diff.put("superseded", superseded);
      reason = superseded == 0 ? null : "older-than-applied: last_updated, " + facts.lastUpdated() + ", is before " + newer.get().lastUpdated + " of "
          + newer.get().name + ", so what differs from what is known was left out (entries: " + superseded + "); to have it applied, set last_updated"
          + " to the present time, or leave it out, and drop the file again";
    }
    return new Compared(staged, diff, newer.isPresent(), reason);
  }

  /** Writes differences; the chain and maps take precedence over a list of markets. Returns the number of rows. */
  long apply(Compared compared, FenceGuard guard) {
    if (compared.differing() > 0) {
      guard.check();
      Staged staged = compared.staged();
      clickHouse.execute(Sql.load("resolution/apply"), Map.of(
          "source", staged.source(), "hash", staged.facts().contentHash(), "fence", guard.fence(), "older", compared.older() ? 1 : 0));
    }
    return compared.differing();
  }

  /** Describes a map with a later time. */
  private record Newer(String name, Instant lastUpdated) {}

  /** Returns the newest map that is newer; times that lie in the future are no measure, as a slip of the clock would make every later map an old one. */
  private Optional<Newer> newer(Instant lastUpdated) {
    if (lastUpdated == null) {
      return Optional.empty();
    }
    return postgres.queryOne(
        """
        SELECT name, last_updated FROM resolution_files
        WHERE status IN ('applied', 'unchanged') AND content_hash IS NOT NULL AND last_updated > ? AND last_updated < received_at + INTERVAL '1 day'
        ORDER BY last_updated DESC, id DESC LIMIT 1
        """,
        row -> new Newer(row.getString(1), row.getTimestamp(2).toInstant()), Timestamp.from(lastUpdated));
  }

  /** Returns the content hash of the map applied last; empty without one, or when some of its entries were superseded. */
  private String lastAppliedHash() {
    return postgres.queryOne(
        """
        SELECT CASE WHEN coalesce((counts->>'superseded')::bigint, 0) = 0 THEN content_hash ELSE '' END
        FROM resolution_files WHERE status = 'applied' AND content_hash IS NOT NULL ORDER BY id DESC LIMIT 1
        """,
        row -> row.getString(1)).orElse("");
  }

  private Map<String, Long> diff(String source) {
    return clickHouse.queryOne(Sql.load("resolution/diff"), Map.of("source", source), row -> {
      Map<String, Long> diff = new LinkedHashMap<>();
      for (String name : List.of("added", "changed", "unchanged", "absent", "duplicates", "conflicts")) {
        diff.put(name, row.getLong(name));
      }
      return diff;
    });
  }

  /** Returns the state of the resolutions in force. */
  public ResolutionStatus status() {
    record LastMap(String name, Instant at) {}

    LastMap map = postgres.queryOne(
        "SELECT name, received_at FROM resolution_files WHERE status = 'applied' AND content_hash IS NOT NULL ORDER BY id DESC LIMIT 1",
        row -> new LastMap(row.getString(1), row.getTimestamp(2).toInstant())).orElse(new LastMap(null, null));
    Instant chain = postgres.queryOne(
        "SELECT updated_at FROM cursors WHERE stream = 'conditions' AND position LIKE '%/'",
        row -> row.getTimestamp(1).toInstant()).orElse(null);
    return clickHouse.queryOne("SELECT count() AS resolved, countIf(is_contradicted) AS contradicted FROM winning_index", Map.of(),
        row -> new ResolutionStatus(row.getLong(1), row.getLong(2), map.name, map.at, chain));
  }

  private final class Staging {
    private RowBinary rows = new RowBinary();
    private long entry;

    private void add(ResolutionEntry resolution) {
      row(resolution, resolution.payouts(), resolution.yesNo());
      if (resolution.byLabel() != null) {
        row(resolution, resolution.byLabel(), true);
      }
      entry++;
      if (rows.rows() >= BATCH) {
        flush();
      }
    }

    private void row(ResolutionEntry resolution, PayoutVector payouts, boolean yesNo) {
      rows.int64(entry).string(resolution.conditionId()).string(resolution.marketId()).uint256s(payouts.numerators()).uint256(payouts.denominator())
          .int8(yesNo ? 2 : 1).nullableInt64(resolution.resolvedAt()).endRow();
    }

    private void flush() {
      if (rows.rows() > 0) {
        clickHouse.insert("resolution_staging", STAGED, null, rows::writeTo);
        rows = new RowBinary();
      }
    }
  }
}
