package io.cascadian.e2e.crash;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * States what both databases hold at the moment in which a trap springs, as far as others than the process itself can see it.
 *
 * <p>A trap is recognised by a text on the wire, and a text may come to stand for another request than its name states; what is stored then reports.
 */
final class Scene {

  private final List<String> steps;
  private final Set<String> facts = new TreeSet<>();

  private Scene(Installation at) {
    try (Postgres postgres = at.postgres(); ClickHouse clickHouse = at.clickHouse()) {
      long fence = postgres.queryOne("SELECT fence FROM run_lock WHERE name = 'nightly'", row -> row.getLong(1)).orElse(0L);
      steps = postgres.query("SELECT s.step FROM run_steps s JOIN runs r ON r.id = s.run_id WHERE r.fence = ? AND s.status = 'running' ORDER BY s.position",
          row -> row.getString(1), fence);
      note(postgres, "run", "SELECT count(*) FROM runs WHERE status = 'running' AND fence = ?", fence);
      note(postgres, "cursor", "SELECT count(*) FROM cursors WHERE stream = 'fills' AND fence = ?", fence);
      note(postgres, "file", "SELECT count(*) FROM resolution_files WHERE fence = ?", fence);
      note(postgres, "watermark", "SELECT count(*) FROM ledger_state WHERE watermark = ?", fence);
      note(postgres, "gates", "SELECT count(*) FROM run_steps s JOIN runs r ON r.id = s.run_id WHERE r.fence = ? AND s.step = 'gates' AND s.status = 'success'", fence);
      facts.addAll(postgres.query("SELECT state FROM ledger_builds WHERE fence = ?", row -> row.getString(1), fence));
      note(clickHouse, "trades", "SELECT count() FROM trades_raw WHERE revision = {fence:UInt64}", fence);
      note(clickHouse, "map", "SELECT count() FROM market_resolutions WHERE source = 'map' AND revision = {fence:UInt64}", fence);
      long build = postgres.queryOne("SELECT id FROM ledger_builds WHERE fence = ?", row -> row.getLong(1), fence).orElse(Long.MAX_VALUE);
      note(clickHouse, "seen", "SELECT count() FROM published_layers FINAL WHERE name = 'published' AND build = {fence:UInt64}", build);
    }
  }

  private void note(Postgres postgres, String fact, String sql, long fence) {
    if (postgres.queryOne(sql, row -> row.getLong(1), fence).orElse(0L) > 0) {
      facts.add(fact);
    }
  }

  private void note(ClickHouse clickHouse, String fact, String sql, long fence) {
    if (clickHouse.queryLong(sql, Map.of("fence", fence)) > 0) {
      facts.add(fact);
    }
  }

  /**
   * Makes sure that an installation is where a crash point states.
   *
   * @param step that must be the only one running; empty for none
   * @param expected words of facts that must hold, and with a minus that must not
   * @throws AssertionError naming what is otherwise
   */
  static void require(Installation at, Object point, String step, String expected) {
    Scene scene = new Scene(at);
    List<String> wrong = Arrays.stream(expected.split(" ")).filter(word -> !word.isEmpty())
        .filter(word -> scene.facts.contains(word.replaceFirst("^-", "")) == word.startsWith("-")).toList();
    if (!scene.steps.equals(step.isEmpty() ? List.of() : List.of(step)) || !wrong.isEmpty()) {
      throw new AssertionError("the trap " + point + " has sprung at another request than its name says: steps running " + scene.steps + " and not '" + step
          + "', stored " + scene.facts + " against '" + expected + "'; its pattern no longer fits what the process sends");
    }
  }
}
