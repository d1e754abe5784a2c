package io.cascadian.cli;

import io.cascadian.backup.BackupException;
import io.cascadian.routes.BadRoutesException;
import io.cascadian.runtime.InUseException;
import io.cascadian.runtime.MissingKitException;
import io.cascadian.runtime.RunLeftOpenException;
import io.cascadian.runtime.SchemaBehindException;
import io.cascadian.settings.SettingsException;
import io.cascadian.source.SandboxException;
import io.cascadian.store.EmbeddedStoreException;
import io.cascadian.store.LostLockException;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoresOutOfSyncException;
import io.cascadian.store.UnfinishedRestoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/**
 * The program's commands; without one it serves.
 *
 * <p>Exit codes are those of each command's {@code --help}; 1 for whatever stops a command, 64 for a command line that is wrong.
 */
@Command(name = "cascadian", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
    versionProvider = CascadianCommand.Version.class, description = "The data backend of a prediction-market analytics platform.",
    subcommands = {ServeCommand.class, NightlyCommand.class, RunsCommand.class, HealthCommand.class, MigrateCommand.class,
        SqlCommand.class, BackfillCommand.class, ReconcileCommand.class, StreamsCommand.class, RebuildCommand.class, RollbackCommand.class,
        BackupCommand.class, RestoreCommand.class, GatesCommand.class, DeadLettersCommand.class, ReplayCommand.class, MarketsCommand.class, WatchlistCommand.class, AutoAddCommand.class, RoutesCommand.class})
public final class CascadianCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(CascadianCommand.class);
  private static final int WRONG_USAGE = 64;

  @Mixin
  private CommonOptions options;

  private CascadianCommand() {}

  /** Builds the command line: the product's commands, contributed ones, and the converters of their options. */
  static CommandLine line() {
    return line(System.getenv());
  }

  private static CommandLine line(Map<String, String> environment) {
    CommandLine line = new CommandLine(new CascadianCommand(), new CommandFactory(environment));
    List<CommandContribution> contributions =
        ServiceLoader.load(CommandContribution.class, CascadianCommand.class.getClassLoader()).stream().map(ServiceLoader.Provider::get).toList();
    if (contributions.isEmpty()) {
      line.getCommandSpec().usageMessage().footer("", "Commands for trials and benchmarks come with the developer kit:",
          "put cascadian-dev.jar and its folder lib-dev/ beside cascadian.jar.");
    }
    contributions.forEach(contribution -> contribution.commands().forEach(line::addSubcommand));
    // after all commands are there: a converter counts for those that were added before it
    return line
        .registerConverter(Duration.class, RateOption::duration)
        .registerConverter(RateOption.class, RateOption::parse)
        .registerConverter(Instant.class, new TimeConverter())
        .registerConverter(int.class, new NumberConverters.Whole())
        .registerConverter(Integer.class, new NumberConverters.Whole())
        .registerConverter(long.class, new NumberConverters.WholeLong())
        .registerConverter(Long.class, new NumberConverters.WholeLong());
  }

  /** Does what the command line says; returns the exit code. */
  public static int run(String... args) {
    return run(System.getenv(), args);
  }

  /**
   * Does what the command line says, with settings of an environment of the caller's.
   *
   * @param environment in place of the process's variables
   * @return the exit code
   */
  public static int run(Map<String, String> environment, String... args) {
    CommandLine line = line(environment);
    line.setParameterExceptionHandler((e, given) -> {
      e.getCommandLine().getErr().println(e.getMessage());
      e.getCommandLine().usage(e.getCommandLine().getErr());
      return WRONG_USAGE;
    });
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      if (e instanceof SettingsException || e instanceof EmbeddedStoreException || e instanceof StoreException
          || e instanceof SandboxException || e instanceof MissingKitException || e instanceof BadRoutesException || e instanceof RunLeftOpenException
          || e instanceof SchemaBehindException || e instanceof StoresOutOfSyncException || e instanceof LostLockException || e instanceof BackupException
          || e instanceof InUseException || e instanceof UnfinishedRestoreException) {
        command.getErr().println(e.getMessage());
        LOG.debug("Details", e);
      } else {
        LOG.error("The command ended early", e);
      }
      return 1;
    });
    return line.execute(args);
  }

  /** What {@code -V} says; the number is in the packaged jar only. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"cascadian " + number() + " on Java " + Runtime.version()};
    }

    static String number() {
      String version = CascadianCommand.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }

  @Override
  public Integer call() throws Exception {
    return ServeCommand.stay(options.settings());
  }
}
