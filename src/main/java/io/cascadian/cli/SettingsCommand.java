package io.cascadian.cli;

import io.cascadian.settings.SettingView;
import io.cascadian.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the settings in force, without their secrets. */
@Command(name = "settings", mixinStandardHelpOptions = true,
    description = {"Shows each setting with its value, where the value comes from (environment, .env, application.properties, or the default) and its range."
        + " Secrets are masked. Needs no database.",
        "Exits: 0 the settings are usable; 1 they are not, and each problem is named."})
final class SettingsCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Option(names = "--given", description = "only settings that are set")
  private boolean given;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "only these, such as NIGHTLY_CRON or nightly.cron, with their descriptions; a part of a"
      + " name, such as SOURCE, stands for all that have it")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    Settings settings = options.settings();
    List<SettingView> shown = settings.views().stream().filter(this::isWanted).toList();
    if (shown.isEmpty() && !names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "There is no setting that has '" + String.join("' or '", names) + "' in its name; without NAME all are"
          + " shown.");
    }
    if (json.isWanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("settings", shown.stream().map(SettingView::json).toList());
      all.put("warnings", settings.warnings());
      JsonOption.print(all, System.out);
      return 0;
    }
    System.out.printf(Locale.ROOT, "%-28s %-40s %-22s %s%n", "setting", "value", "from", "values");
    for (SettingView each : shown) {
      System.out.printf(Locale.ROOT, "%-28s %-40s %-22s %s%n", each.name(), each.value().isEmpty() ? "–" : each.value(),
          each.isGiven() || !each.value().isEmpty() ? each.source() : "not set", each.range());
      if (!names.isEmpty()) {
        System.out.println("    " + each.description());
      }
    }
    System.out.flush();
    settings.warnings().forEach(System.err::println);
    return 0;
  }

  private boolean isWanted(SettingView setting) {
    return (!given || setting.isGiven())
        && (names.isEmpty() || names.stream().anyMatch(name -> setting.name().contains(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))));
  }
}
