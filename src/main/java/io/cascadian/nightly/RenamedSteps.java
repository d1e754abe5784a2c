package io.cascadian.nightly;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames the recorded steps of an open run to the ids of the current route, so that a run that was interrupted before steps were renamed is resumed at its
 * step.
 *
 * <p>A recorded step is the one with its id; where that is gone, or is a step of another kind by now, it is the first one of its own kind of which
 * nothing is recorded. Only the holder of the run lock may call this. Thread-safe.
 */
final class RenamedSteps {

  private static final Logger LOG = LoggerFactory.getLogger(RenamedSteps.class);

  private final Postgres postgres;

  /** Describes a recorded step. */
  private record Recorded(String id, String work) {

    boolean isNamedLike(RunPlan.Step step) {
      return id.equals(step.id()) && (!isKnown(work) || !isKnown(step.kind().work()) || work.equals(step.kind().work()));
    }
  }

  RenamedSteps(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Renames what is recorded of a run after its route's plan; nothing where the ids are the same. */
  void adopt(long run, RunPlan plan) {
    postgres.inTransaction("adopt renamed steps of run " + run, connection -> {
      Map<String, String> renamed = renamed(recorded(connection, run), plan);
      // by way of ids that no step has, because two may have changed places
      int number = 0;
      Map<String, String> between = new LinkedHashMap<>();
      for (Map.Entry<String, String> change : renamed.entrySet()) {
        between.put("renamed " + ++number, change.getValue());
        rename(connection, run, change.getKey(), "renamed " + number);
        LOG.info("Step {} of run {} is recorded as {} from now on, because that does its work in the route now", change.getKey(), run, change.getValue());
      }
      for (Map.Entry<String, String> change : between.entrySet()) {
        rename(connection, run, change.getKey(), change.getValue());
      }
      return null;
    });
  }

  private static Map<String, String> renamed(List<Recorded> recorded, RunPlan plan) {
    List<Recorded> unmatched = new ArrayList<>(recorded);
    List<RunPlan.Step> free = new ArrayList<>();
    for (RunPlan.Step step : plan.steps()) {
      Optional<Recorded> same = unmatched.stream().filter(row -> row.isNamedLike(step)).findFirst();
      same.ifPresentOrElse(unmatched::remove, () -> free.add(step));
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    for (RunPlan.Step step : free) {
      Iterator<Recorded> rows = unmatched.iterator();
      while (rows.hasNext()) {
        Recorded row = rows.next();
        if (isKnown(row.work) && row.work.equals(step.kind().work())) {
          renamed.put(row.id, step.id());
          rows.remove();
          break;
        }
      }
    }
    // a step that is no longer in the route, whose id another one has now
    unmatched.stream().filter(row -> plan.ids().contains(row.id)).forEach(row -> renamed.put(row.id, row.id + " (" + row.work + ")"));
    return renamed;
  }

  private static boolean isKnown(String work) {
    return work != null && !work.equals(StepKind.OTHER.work());
  }

  private static List<Recorded> recorded(Connection connection, long run) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT step, work FROM run_steps WHERE run_id = ? ORDER BY position")) {
      select.setLong(1, run);
      List<Recorded> recorded = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          recorded.add(new Recorded(rows.getString(1), rows.getString(2)));
        }
      }
      return recorded;
    }
  }

  private static void rename(Connection connection, long run, String from, String to) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("UPDATE run_steps SET step = ? WHERE run_id = ? AND step = ?")) {
      update.setString(1, to);
      update.setLong(2, run);
      update.setString(3, from);
      update.executeUpdate();
    }
  }
}
