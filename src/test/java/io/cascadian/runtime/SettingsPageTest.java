package io.cascadian.runtime;

import static java.util.stream.Collectors.joining;

import io.cascadian.docs.GeneratedPage;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/settings.md} and {@code .env.example} match the settings that modules declare. */
class SettingsPageTest {

  private static final String EXAMPLE = """
      # Settings of Cascadian. Copy to .env and change what you need; every line is optional.
      # The environment counts before .env, .env before application.properties. Durations: 500ms, 10s, 15m, 24h, 7d.
      # A # begins a comment, also within a value: put one that holds a # into double quotes, such as API_TOKEN="a#b".

      """;

  private static final String PAGE = """
      # Settings

      Written by the build from the program's list of settings (the classes `…Settings` in `runtime`); do not edit it by hand.

      A setting is looked for in the environment, then in `.env`, then in `application.properties` of the working directory; where none has it,
      the default counts. An empty value counts as not set. In `application.properties` a name may be in lower case with dots: `http.port` is
      `HTTP_PORT`. `.env.example` has every setting as a file to copy. Commands take `--data-dir` for `DATA_DIR`; an option counts before all else.

      In `.env` a `#` begins a comment, also within a value. A value that holds one is put into double quotes, `API_TOKEN="a#b"`; without them it ends
      there, and the start warns of it. Within double quotes `\\"` is a `"` and `\\\\` a backslash; within single quotes everything is taken as it is. Blanks
      around the `=` and an `export` before the name do not matter; of several lines with one name the last counts, and the start warns of it. The
      file is in UTF-8. A line that is no setting, a file that cannot be read and a link that leads nowhere stop the start, with the file and the line.
      Double quotes do for systemd's and compose's files as well, but in compose's `settings.env` a value with a `$`
      is put into single ones. A file for `kubectl create secret --from-env-file` has no quotes: there everything behind the `=` is the value.

      A value that is wrong, and a required one that is missing, stops the start with exit code 1 and a message that names the setting and states
      what to write; a secret's value is never repeated. `cascadian settings` shows each with its value, where it comes from, and which values there
      are; `settings --given` those that are not defaults, `settings SOURCE` those that have it in their name, with what they mean. A name that looks like a setting and is none is warned of: in a file, whatever begins like one; in the environment, what is at most
      two letters from one, and the warning suggests it.

      ```text
      The settings are not usable:
        - NIGHTLY_ZONE (environment): 'Mars/Olympus' is not a time zone such as America/New_York
      They are read from the environment, .env and application.properties; .env.example documents each.
      ```

      | form | looks like |
      |---|---|
      | duration | `500ms`, `10s`, `15m`, `24h`, `7d` |
      | flag | `true`, `false` or `auto` |
      | cron | a Quartz expression, seconds first: `0 0 3 * * ?` is three o'clock every day |
      | zone | a time zone's name: `America/New_York` |
      | secret | any text; never logged, never offered to routes |

      Settings that are no secrets can be used in routes as placeholders: `{{NIGHTLY_CRON}}`; a duration also in milliseconds, which is
      what some options of endpoints take: `{{RUN_WATCH_INTERVAL.millis}}`.

      """;
  private static final String TABLE = """

      ## %s

      | setting | default | form | meaning |
      |---|---|---|---|
      """;

  @Test
  void example_hasEverySettingInOrder() throws IOException {
    GeneratedPage.check(Path.of(".env.example"), EXAMPLE + Modules.settings().stream()
        .map(s -> "# " + sentence(s) + (s.range() == null ? "" : "\n# " + s.range().text() + ".") + "\n#" + s + "=" + s.defaultValue().orElse("") + "\n").collect(joining("\n")));
  }

  @Test
  void page_hasEverySettingInOrder() throws IOException {
    GeneratedPage.check(Path.of("docs/settings.md"), PAGE + Modules.settingGroups().stream()
        .map(group -> String.format(Locale.ROOT, TABLE, group.title()) + group.settings().stream().map(SettingsPageTest::row).collect(joining())).collect(joining()));
  }

  private static String row(Setting setting) {
    String value = setting.defaultValue().filter(v -> !v.isEmpty()).map(v -> "`" + v.replace(",", ",` `") + "`").orElse("–");
    return "| `" + setting + "` | " + GeneratedPage.cell(value) + " | " + setting.form().label() + " | " + GeneratedPage.cell(sentence(setting)) + " |\n";
  }

  private static String sentence(Setting setting) {
    String text = setting.description();
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
