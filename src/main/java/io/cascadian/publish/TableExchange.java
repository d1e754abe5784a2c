package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stages builds as {@code <table>__build}, exchanges them one table after the other, and retains what they replace as {@code <table>__retained_<build>}.
 *
 * <p>The comment of each table names its build, so that an exchange that was cut off can be completed. A build is a clone of the published tables and shares
 * its data with them on disk: a retained one costs what was changed and merged since. Used by one thread at a time.
 */
final class TableExchange {

  private static final Pattern RETAINED = Pattern.compile("(.+)__retained_(\\d{1,18})");
  private static final Pattern OF_BUILD = Pattern.compile(" ?\\[build (\\d+)]");

  private final ClickHouse clickHouse;

  TableExchange(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  static String staging(String table) {
    return table + "__build";
  }

  static String retained(String table, long build) {
    return table + "__retained_" + build;
  }

  /**
   * Makes the staging tables.
   *
   * @param recomputed names of the tables that begin empty; the others begin with the published rows of the units that are not in scope
   */
  void stage(long build, Collection<PublishedTable> tables, Set<String> recomputed) {
    Snapshot snapshot = snapshot();
    for (PublishedTable table : tables) {
      boolean empty = recomputed.contains(table.name());
      run("DROP TABLE IF EXISTS " + table.staging() + " SYNC");
      run("CREATE TABLE " + table.staging() + (empty ? " AS " : " CLONE AS ") + table.name());
      run("ALTER TABLE " + table.staging() + " MODIFY COMMENT '"
          + OF_BUILD.matcher(snapshot.comments.get(table.name())).replaceAll("").replace("'", "\\'") + " [build " + build + "]'");
      if (!empty) {
        run("DELETE FROM " + table.staging() + " WHERE " + table.unit().inScope());
      }
    }
  }

  /**
   * Publishes those tables of a build, staged or retained, that are not published yet, and retains what they replace. Only one of the two places where a build
   * can wait may exist: drop the other one before.
   *
   * @param tables names of the tables that the build has
   */
  void exchange(long build, Collection<String> tables) {
    Snapshot before = snapshot();
    for (String table : tables) {
      if (!before.isOf(table, build)) {
        run("EXCHANGE TABLES " + table + " AND " + before.waiting(table, build));
      }
    }
    Snapshot after = snapshot();
    for (String table : tables) {
      retainReplaced(after, table, build);
    }
  }

  private void retainReplaced(Snapshot snapshot, String table, long build) {
    String waiting = snapshot.waiting(table, build);
    if (!snapshot.exists(waiting)) {
      return;
    }
    OptionalLong replaced = snapshot.buildOf(waiting);
    run(replaced.isEmpty()
        // the empty tables that there were before the first build
        ? "DROP TABLE " + waiting + " SYNC"
        : "RENAME TABLE " + waiting + " TO " + retained(table, replaced.getAsLong()));
  }

  /** Drops the staging tables. */
  void dropStaging(Collection<String> tables) {
    tables.forEach(table -> run("DROP TABLE IF EXISTS " + staging(table) + " SYNC"));
  }

  /** Drops the tables of a retained build, also those that are published no more under any name. */
  void dropRetained(long build) {
    snapshot().retained(build).forEach(table -> run("DROP TABLE IF EXISTS " + table + " SYNC"));
  }

  /** Returns whether each of these tables is retained of a build. */
  boolean isRetained(long build, Collection<String> tables) {
    Snapshot snapshot = snapshot();
    return !tables.isEmpty() && tables.stream().allMatch(table -> snapshot.isOf(retained(table, build), build));
  }

  /** Returns the numbers of the builds of which at least one retained table exists. */
  Set<Long> retained() {
    return snapshot().retained();
  }

  /** Returns the highest number of a build that any of these tables, or any retained one, is of; 0 for none. */
  long newest(Collection<String> tables) {
    Snapshot snapshot = snapshot();
    long published = tables.stream().map(snapshot::buildOf).filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong).max().orElse(0);
    return Math.max(published, snapshot.retained().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** Reads all names and comments at once, because each question costs some milliseconds. */
  private Snapshot snapshot() {
    Map<String, String> comments = new HashMap<>();
    clickHouse.forEach("SELECT name, comment FROM system.tables WHERE database = currentDatabase()", Map.of(),
        row -> comments.put(row.getString(1), row.getString(2)));
    return new Snapshot(comments);
  }

  /** Lists the tables of the database at one moment, with their comments. */
  private record Snapshot(Map<String, String> comments) {

    boolean exists(String table) {
      return comments.containsKey(table);
    }

    /** Returns the build that a table is of; empty where it is of none or does not exist. */
    OptionalLong buildOf(String table) {
      Matcher matcher = OF_BUILD.matcher(comments.getOrDefault(table, ""));
      return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    boolean isOf(String table, long build) {
      OptionalLong of = buildOf(table);
      return of.isPresent() && of.getAsLong() == build;
    }

    /** Returns where a table of a build waits for its exchange, or waits with what it replaced. */
    String waiting(String table, long build) {
      return exists(TableExchange.retained(table, build)) ? TableExchange.retained(table, build) : staging(table);
    }

    Set<Long> retained() {
      Set<Long> builds = new TreeSet<>();
      comments.keySet().stream().map(RETAINED::matcher).filter(Matcher::matches).forEach(matcher -> builds.add(Long.parseLong(matcher.group(2))));
      return builds;
    }

    Set<String> retained(long build) {
      Set<String> tables = new TreeSet<>();
      comments.keySet().stream().filter(name -> name.endsWith("__retained_" + build)).forEach(tables::add);
      return tables;
    }
  }

  private void run(String sql) {
    clickHouse.execute(sql, Map.of());
  }
}
