package io.cascadian.cli;

import io.cascadian.errors.UserFacing;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the command line and runs the command, {@code serve} by default.
 *
 * <p>Exit codes are those of each command's {@code --help}; 1 for whatever stops a command, 64 for a command line that is wrong.
 */
@Command(name = "cascadian", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
    versionProvider = CascadianCommand.Version.class, description = "The data backend of a prediction-market analytics platform.")
public final class CascadianCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(CascadianCommand.class);
  private static final int WRONG_USAGE = 64;

  /** What is before our own words for a value that cannot be used: where it stands, which the value itself shows. */
  private static final Pattern PARAMETER = Pattern.compile("^Invalid value for positional parameter at index \\d+(?:\\.\\.[\\d*]+)? \\([^)]*\\): ");

  @Mixin
  private CommonOptions options;

  private CascadianCommand() {}

  /** Builds the command line of all commands, with the converters of their options. */
  static CommandLine line() {
    return line(System.getenv(), Commands.all());
  }

  /** Builds that of the one command that is asked for: reading the options of all of them takes longer than most commands do. */
  private static CommandLine line(Map<String, String> environment, String[] args) {
    Map<String, Class<?>> asked = args.length == 0 ? Map.of() : Commands.only(args[0]);
    return line(environment, asked.isEmpty() ? Commands.all() : asked);
  }

  private static CommandLine line(Map<String, String> environment, Map<String, Class<?>> commands) {
    CommandLine line = new CommandLine(new CascadianCommand(), new CommandFactory(environment));
    commands.forEach(line::addSubcommand);
    if (commands.size() > 1 && Commands.contributed().isEmpty()) {
      line.getCommandSpec().usageMessage().footer("", "Commands for trials and benchmarks come with the developer kit:",
          "put cascadian-dev.jar and its folder lib-dev/ beside cascadian.jar.");
    }
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

  /** Executes the command line; returns the exit code. */
  public static int run(String... args) {
    return run(System.getenv(), args);
  }

  /**
   * Executes the command line, with settings of an environment of the caller's.
   *
   * @param environment in place of the process's variables
   * @return the exit code
   */
  public static int run(Map<String, String> environment, String... args) {
    CommandLine line = line(environment, args);
    line.setParameterExceptionHandler((e, given) -> {
      PrintWriter err = e.getCommandLine().getErr();
      err.println(PARAMETER.matcher(e.getMessage()).replaceFirst(""));
      UnmatchedArgumentException.printSuggestions(e, err);
      err.println("'" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help' shows how it is used.");
      return WRONG_USAGE;
    });
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      if (e instanceof UserFacing) {
        command.getErr().println(e.getMessage());
        LOG.debug("Details", e);
      } else {
        LOG.error("The command failed with an unexpected error", e);
      }
      return 1;
    });
    return line.execute(args);
  }

  /** Prints what {@code -V} shows; the number is in the packaged jar only. */
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
