package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.docs.Markdown;
import io.cascadian.testkit.CommandRun;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Every command line in the documents is one that the program understands, and every command is in the overview. */
class CommandLinesTest {

  private static final Pattern INLINE = Pattern.compile("`(cascadian [^`…|(\\[]+)`");
  private static final Pattern PROGRAM = Pattern.compile("^(?:java (?:-\\S+ )*-jar target/cascadian\\.jar|(?:\\./)?cascadian)\\b ?");

  @Test
  void commandLinesOfDocuments_areParsed() throws IOException {
    CommandLine program = program();
    int parsed = 0;
    for (Markdown document : Markdown.all()) {
      List<String> lines = new ArrayList<>(document.shellLines(false));
      INLINE.matcher(document.prose().replace('\n', ' ')).results().map(found -> found.group(1)).forEach(lines::add);
      for (String line : lines) {
        if (PROGRAM.matcher(line).find() && !line.contains("…") && !line.contains("COMMAND")) {
          // without where the shell writes to; a placeholder for a number
          List<String> words = Markdown.words(PROGRAM.matcher(line).replaceFirst("").replaceFirst(" > \\S+$", "").replace(" ID", " 1").replace(" N", " 1"));
          assertThatCode(() -> program.parseArgs(words.toArray(String[]::new))).as("%s: %s", document.file(), line).doesNotThrowAnyException();
          parsed++;
        }
      }
    }
    assertThat(parsed).isGreaterThan(20);
  }

  @Test
  void everyCommand_isInTheOverview() throws IOException {
    String overview = Files.readString(Path.of("docs/command-line.md"));
    List<String> commands = new ArrayList<>();
    leaves(program(), commands);
    assertThat(commands).hasSizeGreaterThan(15).allMatch(command -> Pattern.compile("`" + command + "[` ]").matcher(overview).find());
  }

  @Test
  void timeAsDate_isAccepted_versionIsPrinted() {
    assertThatCode(() -> program().parseArgs("replay", "--since", "2026-01-31")).doesNotThrowAnyException();
    assertThat(program().getSubcommands().get("nightly").getCommandSpec().version()).singleElement().asString().startsWith("cascadian ");
  }

  @Test
  void rollback_acceptsOneTarget() {
    assertThat(CascadianCommand.run("rollback")).isEqualTo(64);
    assertThat(CascadianCommand.run("rollback", "--list", "--build", "1")).isEqualTo(64);
  }

  @Test
  void number_thatIsNone_isRefusedInOurWordsByEveryOption() {
    int options = 0;
    for (CommandLine command : all(program(), new ArrayList<>())) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        Class<?> type = option.auxiliaryTypes()[0];
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
          for (String text : List.of("0.3", "x", "", "99999999999999999999", "\u0661", "1e3", "-1")) {
            boolean negative = option.longestName().equals("--seed") || type == long.class || type == Long.class;
            if (!(text.equals("-1") && negative)) {
              assertThatThrownBy(() -> command.parseArgs(option.longestName() + "=" + text)).as("%s %s", command.getCommandName(), option.longestName())
                  .isInstanceOf(ParameterException.class).message().containsPattern("'" + Pattern.quote(text) + "' is not a (version of|(whole|\\S+( letter)?'s) number)");
            }
          }
          options++;
        }
      }
    }
    assertThat(options).isGreaterThan(12);
    assertThat(CascadianCommand.run("demo", "--scale", "0.3")).isEqualTo(64);
  }

  @Test
  void command_thatOnlyReads_hasJson() {
    // the others change something, run until they are stopped, or print what is no data
    Set<String> others = Set.of("serve", "demo", "nightly", "migrate", "backfill", "reconcile", "streams forget", "rebuild", "backup", "restore", "replay",
        "watchlist populate", "auto-add disable", "auto-add enable", "routes diagram", "analysts create-user", "sandbox serve", "sandbox convert-fills", "bench ingest", "bench api");
    List<String> without = all(program(), new ArrayList<>()).stream()
        .filter(each -> each.getCommandSpec().userObject() instanceof Callable || each.getCommandSpec().userObject() instanceof Method)
        .filter(each -> each.getCommandSpec().findOption("--json") == null)
        .map(CommandLinesTest::name).filter(name -> !name.equals("cascadian")).toList();
    assertThat(without).isSubsetOf(others);
  }

  @Test
  void launcher_ofCommandThatOnlyReads_startsItQuickly() throws IOException {
    String script = Files.readString(Path.of("cascadian"));
    List<String> quick = List.of(script.replaceFirst("(?s).*?\\n  (\"rollback[^)]*)\\).*", "$1").replaceAll("[\"*]", "").split("\\|"));
    List<String> reading = all(program(), new ArrayList<>()).stream().filter(each -> each.getCommandSpec().findOption("--json") != null)
        .map(CommandLinesTest::name).filter(name -> !name.startsWith("bench")).toList();
    assertThat(reading).hasSizeGreaterThan(10).allMatch(name -> quick.stream().anyMatch(each -> name.startsWith(each) || each.startsWith(name + " --")));
  }

  @Test
  void number_ofSomethingStored_saysWhatItIsAndWhatListsIt() {
    assertThat(error("watchlist", "list", "top")).startsWith("'top' is not a strategy's number; 'cascadian strategies list' shows them");
    assertThat(error("runs", "last")).startsWith("'last' is not a run's number; 'cascadian runs' lists them");
    assertThat(error("dead-letters", "--id", "x")).contains("'x' is not a dead letter's number; 'cascadian dead-letters' lists them");
    assertThat(error("rollback", "--build", "-1")).contains("'-1' is not a build's number; 'cascadian rollback --list' shows them");
  }

  @Test
  void commandLine_thatIsWrong_saysWhyAndWhereHelpIs() {
    assertThat(error("strems")).contains("'strems'", "Did you mean: cascadian ").endsWith("'cascadian --help' shows how it is used.");
    assertThat(error("sql", "--file", "no-such-file.sql")).startsWith("There is no file 'no-such-file.sql'")
        .endsWith("'cascadian sql --help' shows how it is used.");
    assertThat(error("sql")).contains("QUERY");
    assertThat(error("sql", "SELECT 1", "--file", "a.sql")).contains("mutually exclusive");
    assertThat(error("settings", "no_such_name")).startsWith("There is no setting that has 'no_such_name' in its name");
  }

  /** Returns what a command line that is wrong prints on the error stream. */
  private static String error(String... words) {
    CommandRun run = CommandRun.of(Map.of(), words);
    assertThat(run.code()).as(run.text()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    return run.text().strip();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^cascadian ", "");
  }

  private static List<CommandLine> all(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(each -> all(each, into));
    return into;
  }

  private static CommandLine program() {
    return CascadianCommand.line();
  }

  private static void leaves(CommandLine command, List<String> into) {
    if (command.getSubcommands().isEmpty()) {
      into.add(command.getCommandSpec().qualifiedName().replaceFirst("^cascadian ", ""));
    }
    command.getSubcommands().values().forEach(each -> leaves(each, into));
  }
}
