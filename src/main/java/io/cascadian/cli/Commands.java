package io.cascadian.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the program's commands by name, in the order in which they are shown, with their classes. */
final class Commands {

  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("serve", ServeCommand.class);
    ALL.put("demo", DemoCommand.class);
    ALL.put("nightly", NightlyCommand.class);
    ALL.put("runs", RunsCommand.class);
    ALL.put("health", HealthCommand.class);
    ALL.put("settings", SettingsCommand.class);
    ALL.put("migrate", MigrateCommand.class);
    ALL.put("sql", SqlCommand.class);
    ALL.put("analysts", AnalystsCommand.class);
    ALL.put("backfill", BackfillCommand.class);
    ALL.put("reconcile", ReconcileCommand.class);
    ALL.put("streams", StreamsCommand.class);
    ALL.put("rebuild", RebuildCommand.class);
    ALL.put("rollback", RollbackCommand.class);
    ALL.put("backup", BackupCommand.class);
    ALL.put("restore", RestoreCommand.class);
    ALL.put("gates", GatesCommand.class);
    ALL.put("dead-letters", DeadLettersCommand.class);
    ALL.put("replay", ReplayCommand.class);
    ALL.put("markets", MarketsCommand.class);
    ALL.put("strategies", StrategiesCommand.class);
    ALL.put("watchlist", WatchlistCommand.class);
    ALL.put("auto-add", AutoAddCommand.class);
    ALL.put("routes", RoutesCommand.class);
    ALL.put("sandbox", SandboxCommand.class);
    ALL.put("bench", BenchCommand.class);
  }

  private Commands() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Returns the class whose object one is read into and executed by. */
  static Class<?> type(String name) {
    return ALL.get(name);
  }
}
