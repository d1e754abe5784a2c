package io.cascadian.cli;

import io.cascadian.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/commands.md} is what the commands say of themselves. */
class CommandsPageTest {

  private static final int WIDTH = 120;

  private static final String PAGE = """
      # Commands

      Written by the build from the program's commands; do not edit it by hand. It is what `--help` prints.

      `cascadian COMMAND` stands for `./cascadian COMMAND`, which starts quickly, or `java -jar target/cascadian.jar COMMAND`. Settings (`docs/settings.md`)
      come from the working directory and the environment; `routes/` is read there as well. Results go to the output stream, the log to the error stream. A wrong command line exits with
      64, whatever else stops a command with 1. Times are UTC.

      Every command that only reads takes `--json`, and prints one JSON document (`sql` one object a line) with the field names of the HTTP interface.

      `health`, `gates`, `runs`, `streams`, `dead-letters`, `markets missing`, `strategies list`, `watchlist list`, `rollback --list` and `sql` change nothing in the databases, their
      schemas neither: where those are older than the program, or missing, they report it and exit with 1 (`health` reports it, `sql` queries what there
      is). `backup` leaves the schemas as they are too, and is refused where they are older. All others bring the schemas up to date first, with `--dry-run` too,
      because that is recorded as a run.

      `demo`, `sandbox` and `bench` are commands of the developer kit: they are there when `cascadian-dev.jar` lies beside `cascadian.jar`.

      """;

  @Test
  void page_hasEveryCommand() throws IOException {
    CommandLine program = CascadianCommand.line();
    List<CommandLine> commands = new ArrayList<>();
    collect(program, commands);
    StringBuilder page = new StringBuilder(PAGE.replace("`docs/settings.md`", "[settings.md](settings.md)"));
    for (CommandLine command : commands) {
      page.append("- [").append(name(command)).append("](#").append(name(command).replace(' ', '-')).append(")\n");
    }
    for (CommandLine command : commands) {
      command.setUsageHelpWidth(WIDTH);
      page.append("\n## ").append(name(command)).append("\n\n```text\n")
          .append(command.getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", "").strip()).append("\n```\n");
    }
    GeneratedPage.check(Path.of("docs/commands.md"), page.toString());
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, into));
  }
}
