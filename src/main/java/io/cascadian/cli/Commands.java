package io.cascadian.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;

/** Lists the commands by name, in the order in which they are shown, with the classes whose objects they are read into and executed by. */
final class Commands {

  private static final Map<String, Class<?>> PRODUCT = new LinkedHashMap<>();

  static {
    PRODUCT.put("serve", ServeCommand.class);
    PRODUCT.put("nightly", NightlyCommand.class);
    PRODUCT.put("runs", RunsCommand.class);
    PRODUCT.put("health", HealthCommand.class);
    PRODUCT.put("settings", SettingsCommand.class);
    PRODUCT.put("migrate", MigrateCommand.class);
    PRODUCT.put("sql", SqlCommand.class);
    PRODUCT.put("analysts", AnalystsCommand.class);
    PRODUCT.put("backfill", BackfillCommand.class);
    PRODUCT.put("reconcile", ReconcileCommand.class);
    PRODUCT.put("streams", StreamsCommand.class);
    PRODUCT.put("rebuild", RebuildCommand.class);
    PRODUCT.put("rollback", RollbackCommand.class);
    PRODUCT.put("backup", BackupCommand.class);
    PRODUCT.put("restore", RestoreCommand.class);
    PRODUCT.put("gates", GatesCommand.class);
    PRODUCT.put("dead-letters", DeadLettersCommand.class);
    PRODUCT.put("replay", ReplayCommand.class);
    PRODUCT.put("markets", MarketsCommand.class);
    PRODUCT.put("strategies", StrategiesCommand.class);
    PRODUCT.put("watchlist", WatchlistCommand.class);
    PRODUCT.put("auto-add", AutoAddCommand.class);
    PRODUCT.put("routes", RoutesCommand.class);
  }

  private Commands() {}

  /** Returns all of them: the product's, then contributed ones. */
  static Map<String, Class<?>> all() {
    Map<String, Class<?>> all = new LinkedHashMap<>(PRODUCT);
    all.putAll(contributed());
    return all;
  }

  /** Returns contributed commands; empty where the product is alone. */
  static Map<String, Class<?>> contributed() {
    Map<String, Class<?>> contributed = new LinkedHashMap<>();
    for (CommandContribution contribution : ServiceLoader.load(CommandContribution.class, Commands.class.getClassLoader())) {
      contribution.commands().forEach(type -> contributed.put(type.getAnnotation(Command.class).name(), type));
    }
    return contributed;
  }

  /** Returns the command of that name alone, without a look for contributions where it is the product's; empty for any other word. */
  static Map<String, Class<?>> only(String name) {
    Class<?> type = PRODUCT.containsKey(name) ? PRODUCT.get(name) : contributed().get(name);
    return type == null ? Map.of() : Map.of(name, type);
  }
}
