package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the packaged program in folders as users make them, with a {@code .env} in them. */
@Tag("proof")
class WorkingDirectoryIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir
  private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with blanks", "Größe ünd naïve", "market.env", "50%41 [a](1){2}${y}"})
  void copiedExample_inAnyFolder_isRead(String name) throws Exception {
    Path folder = folder(name, "routes");
    Files.copy(PROJECT.resolve(".env.example"), folder.resolve(".env"));

    assertRoutesAreListed(folder, CommandLine.jar());
  }

  @Test
  void jar_byRelativePath_readsDotEnvOfWorkingDirectory() throws Exception {
    Path folder = folder("started in", "my routes");
    example(folder, "ROUTES_DIR='my routes'\n");

    assertRoutesAreListed(folder, folder.toRealPath().relativize(CommandLine.jar().toRealPath()));
  }

  @Test
  void jar_fromOtherWorkingDirectory_readsDotEnvThere() throws Exception {
    Path folder = folder("project", "my routes");
    Path other = Files.createDirectories(temporary.resolve("elsewhere"));
    example(other, "export ROUTES_DIR = \"" + folder.resolve("my routes") + "\"   # where they are\r\n");

    assertRoutesAreListed(other, CommandLine.jar());
  }

  @Test
  void emptyAndRelativeFolders_inDotEnv_areOfWorkingDirectory() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("flat"));
    copy(PROJECT.resolve("routes"), folder);
    example(folder, "ROUTES_DIR=.\nDATA_DIR=.\nLOG_DIR=.\nRUNTIME_DIR=.\nDROP_DIR=drop\nWATCHLIST_EVENTS_FILE=events.jsonl\n");

    assertRoutesAreListed(folder, CommandLine.jar());
    // states that there are no databases yet, instead of starting some
    try (CommandLine runs = CommandLine.start(folder, CommandLine.jar(), Map.of(), "runs")) {
      runs.exitCode(60);
      assertThat(runs.text()).contains("DATA_DIR").doesNotContain("not usable", "Exception");
    }
  }

  @Test
  void brokenLine_inDotEnv_isNamed() throws Exception {
    Path folder = folder("broken", "routes");
    Files.writeString(folder.resolve(".env"), "HTTP_PORT=8081\nAPI_TOKEN=\"hunter2\n");

    try (CommandLine list = CommandLine.start(folder, CommandLine.jar(), Map.of(), "routes", "list")) {
      assertThat(list.exitCode(60)).isEqualTo(1);
      assertThat(list.text()).contains(".env, line 2: the value of API_TOKEN has no closing quote").doesNotContain("hunter2");
    }
  }

  private static void assertRoutesAreListed(Path directory, Path jar) throws Exception {
    try (CommandLine list = CommandLine.start(directory, jar, Map.of(), "routes", "list")) {
      assertThat(list.exitCode(60)).as(list.text()).isZero();
      assertThat(list.text()).contains("\nresolution-file-watch\t");
    }
  }

  private static void example(Path folder, String more) throws IOException {
    Files.copy(PROJECT.resolve(".env.example"), folder.resolve(".env"));
    Files.writeString(folder.resolve(".env"), more, StandardOpenOption.APPEND);
  }

  private Path folder(String name, String routes) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    copy(PROJECT.resolve("routes"), folder.resolve(routes));
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
