package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.runtime.WatchlistModule;
import io.cascadian.settings.Settings;
import io.cascadian.watchlist.AutoAddSwitch;
import io.cascadian.watchlist.EventLogException;
import io.cascadian.watchlist.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows, enables and disables auto-add. */
@Command(name = "auto-add", mixinStandardHelpOptions = true,
    description = "Enables or disables auto-add: markets that are added to watchlists without a person. A change takes effect at once, in all processes."
        + " It needs AUTONOMOUS_TRADING_ENABLED=true as well.")
final class AutoAddCommand {

  @Command(name = "status", mixinStandardHelpOptions = true, description = "Shows whether auto-add is enabled. Exits: 0.")
  int status(@Mixin CommonOptions options, @Mixin JsonOption json) {
    return with(options, json.isWanted(), null, null);
  }

  @Command(name = "disable", mixinStandardHelpOptions = true, description = "Disables auto-add at once. Exits: 0.")
  int disable(@Mixin CommonOptions options, @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by command",
      description = "why, for the log") String reason) {
    return with(options, false, false, reason);
  }

  @Command(name = "enable", mixinStandardHelpOptions = true,
      description = "Enables auto-add where AUTONOMOUS_TRADING_ENABLED is true. Exits: 0; 1 when the event log cannot be written.")
  int enable(@Mixin CommonOptions options, @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by command",
      description = "why, for the log") String reason) {
    return with(options, false, true, reason);
  }

  private static int with(CommonOptions options, boolean json, Boolean enabled, String reason) {
    Settings settings = options.settings();
    try (Stores stores = Stores.openForPostgres(settings, line -> { })) {
      AutoAddSwitch autoAdd = WatchlistModule.autoAdd(settings, stores);
      AutoAddSwitch.State state = enabled == null ? autoAdd.state() : autoAdd.set(enabled, reason);
      if (json) {
        JsonOption.print(state.json(), System.out);
        return 0;
      }
      System.out.println("switch, for all processes: " + (state.switchEnabled() ? "enabled" : "disabled")
          + (state.reason().isEmpty() ? "" : ", since " + state.changedAt() + ": " + state.reason()));
      System.out.println("AUTONOMOUS_TRADING_ENABLED of this command: " + state.settingEnabled() + "; GET /api/auto-add shows that of a service");
      System.out.flush();
      return 0;
    } catch (RefusedException e) {
      System.err.println(e.getMessage().replace("'reason'", "--reason"));
      return 1;
    } catch (EventLogException e) {
      System.err.println("The switch is unchanged: " + e.getMessage());
      return 1;
    }
  }
}
