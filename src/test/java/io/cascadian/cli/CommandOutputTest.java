package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What commands print when they cannot do what they were asked for, and what the SQL of the analysts' user has. */
class CommandOutputTest {

  private static final String PASSWORD = "canary-password-of-readers";
  /** Of commands that need more words than their name. */
  private static final Map<String, List<String>> WORDS = Map.ofEntries(Map.entry("backup", List.of("backup-folder")), Map.entry("restore", List.of("backup-folder")),
      Map.entry("rollback", List.of("--list")), Map.entry("sql", List.of("SELECT 1")), Map.entry("watchlist list", List.of("1")),
      Map.entry("watchlist populate", List.of("1")), Map.entry("streams forget", List.of("fills")), Map.entry("auto-add enable", List.of("--reason", "a test")),
      Map.entry("auto-add disable", List.of("--reason", "a test")), Map.entry("backfill", List.of("--from", "2026-01-01", "--to", "2026-01-02")),
      Map.entry("reconcile", List.of("--from", "2026-01-01", "--to", "2026-01-02")), Map.entry("replay", List.of("--all")));

  @TempDir
  private static Path folder;

  @TestFactory
  Stream<DynamicTest> anyCommand_withWrongSetting_printsNoResult() {
    List<CommandSpec> commands = new ArrayList<>();
    collect(CascadianCommand.line(), commands);
    assertThat(commands).hasSizeGreaterThan(20);
    return commands.stream().map(CommandOutputTest::name).map(name -> DynamicTest.dynamicTest(name, () -> {
      List<String> words = new ArrayList<>(List.of(name.split(" ")));
      words.addAll(WORDS.getOrDefault(name, List.of()));
      words.addAll(List.of("--data-dir", folder.toString()));
      CommandRun run = CommandRun.of(Map.of("HTTP_PORT", "none", "LOG_DIR", folder.toString()), words.toArray(String[]::new));
      assertThat(run.text()).contains("HTTP_PORT").doesNotContain("\tat io.cascadian.");
      assertThat(run.code()).isNotZero();
      assertThat(run.out()).isEmpty();
    }));
  }

  /** Commands that read the settings, and have no commands below them; benchmarks have settings of their own. */
  private static void collect(CommandLine command, List<CommandSpec> into) {
    if (command.getSubcommands().isEmpty() && command.getCommandSpec().findOption("--data-dir") != null
        && !name(command.getCommandSpec()).startsWith("bench ")) {
      into.add(command.getCommandSpec());
    }
    command.getSubcommands().values().forEach(each -> collect(each, into));
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^cascadian ", "");
  }

  @Test
  void createUser_withPasswordOfSettings_printsItsHashOnly() {
    CommandRun run = CommandRun.of(Map.of("CLICKHOUSE_READER_PASSWORD", PASSWORD, "CLICKHOUSE_READER_USER", "readers"), "analysts", "create-user",
        "--data-dir", folder.toString());
    assertThat(run.code()).isZero();
    // echo -n canary-password-of-readers | sha256sum
    assertThat(run.out()).contains("ALTER USER readers IDENTIFIED WITH sha256_hash BY '2bf91d48a869dad57ee48d201cc32981e99f77b92ce6379826509c1dc0c45a35'")
        .contains("CREATE USER IF NOT EXISTS readers IDENTIFIED WITH sha256_hash", "GRANT SHOW TABLES, SHOW COLUMNS, SELECT ON cascadian.* TO readers")
        .doesNotContain(PASSWORD, "{{");
    assertThat(run.text()).doesNotContain(PASSWORD);
    assertThat(CommandRun.of(Map.of(), "analysts", "create-user", "--data-dir", folder.toString()).out())
        .contains("IDENTIFIED WITH sha256_password BY 'a password of your own'", "TO cascadian_reader;");
  }
}
