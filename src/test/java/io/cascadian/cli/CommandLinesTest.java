package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Every command line in the documents is one that the program understands, and every command is in the overview. */
class CommandLinesTest {

  private static final Pattern INLINE = Pattern.compile("`(cascadian [^`…|(\\[]+)`");
  private static final Pattern PROGRAM = Pattern.compile("^(?:java (?:-\\S+ )*-jar target/cascadian\\.jar|cascadian)\\b ?");

  @Test
  void everyCommandLineInTheDocumentsIsUnderstood() throws IOException {
    int parsed = 0;
    for (Markdown document : Markdown.all()) {
      List<String> lines = new ArrayList<>(document.shellLines(false));
      INLINE.matcher(document.prose().replace('\n', ' ')).results().map(found -> found.group(1)).forEach(lines::add);
      for (String line : lines) {
        if (PROGRAM.matcher(line).find() && !line.contains("…") && !line.contains("COMMAND")) {
          // a placeholder for a number
          List<String> words = Markdown.words(PROGRAM.matcher(line).replaceFirst("").replace(" ID", " 1").replace(" N", " 1"));
          assertThatCode(() -> program().parseArgs(words.toArray(String[]::new))).as("%s: %s", document.file(), line).doesNotThrowAnyException();
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
  void aTimeMayBeADateAndTheVersionIsSaid() {
    assertThatCode(() -> program().parseArgs("replay", "--since", "2026-01-31")).doesNotThrowAnyException();
    assertThat(program().getSubcommands().get("nightly").getCommandSpec().version()).singleElement().asString().startsWith("cascadian ");
  }

  @Test
  void aRollbackSaysOneThingThatIsToBeDone() {
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
                  .isInstanceOf(ParameterException.class).hasMessageContaining("'" + text + "' is not a whole number");
            }
          }
          options++;
        }
      }
    }
    assertThat(options).isGreaterThan(12);
    assertThat(CascadianCommand.run("demo", "--scale", "0.3")).isEqualTo(64);
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
