package io.cascadian.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Lists the program's commands by name, in the order in which they are shown, and creates one of them. */
final class Commands {

  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("serve", ServeCommand::new);
    ALL.put("demo", DemoCommand::new);
    ALL.put("nightly", NightlyCommand::new);
    ALL.put("runs", RunsCommand::new);
    ALL.put("health", HealthCommand::new);
    ALL.put("settings", SettingsCommand::new);
    ALL.put("migrate", MigrateCommand::new);
    ALL.put("sql", SqlCommand::new);
    ALL.put("analysts", AnalystsCommand::new);
    ALL.put("backfill", BackfillCommand::new);
    ALL.put("reconcile", ReconcileCommand::new);
    ALL.put("streams", StreamsCommand::new);
    ALL.put("rebuild", RebuildCommand::new);
    ALL.put("rollback", RollbackCommand::new);
    ALL.put("backup", BackupCommand::new);
    ALL.put("restore", RestoreCommand::new);
    ALL.put("gates", GatesCommand::new);
    ALL.put("dead-letters", DeadLettersCommand::new);
    ALL.put("replay", ReplayCommand::new);
    ALL.put("markets", MarketsCommand::new);
    ALL.put("strategies", StrategiesCommand::new);
    ALL.put("watchlist", WatchlistCommand::new);
    ALL.put("autonomous", AutonomousCommand::new);
    ALL.put("routes", RoutesCommand::new);
    ALL.put("sandbox", SandboxCommand::new);
    ALL.put("bench", BenchCommand::new);
  }

  private Commands() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Returns the object that one is read into and executed by. */
  static Object create(String name) {
    return ALL.get(name).get();
  }
}
