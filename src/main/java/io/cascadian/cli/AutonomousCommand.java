package io.cascadian.cli;

import io.cascadian.runtime.Settings;
import io.cascadian.runtime.Stores;
import io.cascadian.runtime.Watchlists;
import io.cascadian.watchlist.AutonomousSwitch;
import io.cascadian.watchlist.EventLogException;
import io.cascadian.watchlist.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "autonomous", mixinStandardHelpOptions = true,
    description = "The switch for markets that are put on watchlists without a person. It works at once, for all processes, and only takes back what"
        + " AUTONOMOUS_TRADING_ENABLED allows.")
final class AutonomousCommand {

  @Command(name = "status", mixinStandardHelpOptions = true, description = "Says how it stands. Exits: 0.")
  int status(@Mixin CommonOptions options, @Mixin JsonOption json) {
    return with(options, json.isWanted(), null, null);
  }

  @Command(name = "off", mixinStandardHelpOptions = true, description = "Puts nothing more on watchlists without a person. Exits: 0.")
  int off(@Mixin CommonOptions options, @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by command",
      description = "why, for the log") String reason) {
    return with(options, false, false, reason);
  }

  @Command(name = "on", mixinStandardHelpOptions = true,
      description = "Allows again what AUTONOMOUS_TRADING_ENABLED allows. Exits: 0; 1 when it cannot be logged.")
  int on(@Mixin CommonOptions options, @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by command",
      description = "why, for the log") String reason) {
    return with(options, false, true, reason);
  }

  private static int with(CommonOptions options, boolean json, Boolean on, String reason) {
    Settings settings = options.settings();
    try (Stores stores = Stores.openForPostgres(settings, line -> { })) {
      AutonomousSwitch kill = Watchlists.autonomous(settings, stores);
      AutonomousSwitch.State state = on == null ? kill.state() : kill.turn(on, reason);
      if (json) {
        JsonOption.print(state.json(), System.out);
        return 0;
      }
      System.out.println("switch, for all processes: " + (state.on() ? "on" : "off")
          + (state.reason().isEmpty() ? "" : ", since " + state.changedAt() + ": " + state.reason()));
      System.out.println("AUTONOMOUS_TRADING_ENABLED of this command: " + state.allowed() + "; GET /api/autonomous tells that of a service");
      System.out.flush();
      return 0;
    } catch (RefusedException e) {
      System.err.println(e.getMessage().replace("'reason'", "--reason"));
      return 1;
    } catch (EventLogException e) {
      System.err.println("The switch stays as it was: " + e.getMessage());
      return 1;
    }
  }
}
