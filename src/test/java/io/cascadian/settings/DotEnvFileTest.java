package io.cascadian.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvFileTest {

  @TempDir
  private Path folder;

  private final List<String> problems = new ArrayList<>();

  private DotEnvFile read(String text) throws IOException {
    Files.writeString(folder.resolve(".env"), text);
    return DotEnvFile.in(folder, problems);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
      "A=1 | 1", "A = 1 | 1", "export A=1 | 1", "export\tA =\t1 | 1", "`  A=1  `| 1", "A=x=y | x=y", "A=0 0 3 * * ? | 0 0 3 * * ?", "A=it's | it's",
      "A=ä ö | ä ö", "A=\"x y\" | x y", "A=\"x#y\" # c | x#y", "A=\"it's\" | it's", "A=\"a\\\"b\" | a\"b", "A=\"a\\\\b\" | a\\b", "A=\"a\\nb\" | a\\nb",
      "A='x y' | x y", "A='x#y'# c | x#y", "A='a\"b' | a\"b", "A='a\\b' | a\\b", "A=x # c | x", "A=$B | $B", "A=\"\" | ``", "A= | ``", "A=# c | ``"})
  void value_inEveryWrittenForm_isRead(String line, String value) throws IOException {
    assertThat(read(line).values()).containsExactlyEntriesOf(java.util.Map.of("A", value));
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFFA=1\nB=2", "A=1\r\nB=2\r\n", "A=1\rB=2", "\n # c\nA=1\n\n# d\n  \nB=2\n"})
  void file_fromAnyEditor_isRead(String text) throws IOException {
    assertThat(read(text).values()).containsExactly(java.util.Map.entry("A", "1"), java.util.Map.entry("B", "2"));
    assertThat(problems).isEmpty();
  }

  @Test
  void lineThatIsNoSetting_isNamedWithoutItsText() throws IOException {
    read("A=1\nhunter2\nB=\"hunter3\nC='hunter4\n=hunter5\nD=\"hunter6\" hunter7\n");

    assertThat(problems).hasSize(5).noneMatch(problem -> problem.contains("hunter"));
    assertThat(problems.get(0)).startsWith(".env, line 2: is no setting; write NAME=value");
    assertThat(problems.get(1)).startsWith(".env, line 3: the value of B has no closing quote");
    assertThat(problems.get(2)).startsWith(".env, line 4: the value of C has no closing quote");
    assertThat(problems.get(3)).startsWith(".env, line 5: ");
    assertThat(problems.get(4)).startsWith(".env, line 6: something follows the closing quote of the value of D");
  }

  @Test
  void nameGivenTwice_lastCountsWithWarning() throws IOException {
    DotEnvFile file = read("A=hunter1\nB=1\nB=1\nA=hunter2\n");

    assertThat(file.values()).containsEntry("A", "hunter2");
    assertThat(file.warnings()).containsExactly(".env, line 4: sets A again, which line 1 set; this line counts");
  }

  @Test
  void noFile_noValues() {
    assertThat(DotEnvFile.in(folder, problems).values()).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void link_isFollowedAndDanglingLinkIsNamed() throws IOException {
    Files.writeString(folder.resolve("settings"), "A=1");
    Files.createSymbolicLink(folder.resolve(".env"), Path.of("settings"));
    assertThat(DotEnvFile.in(folder, problems).values()).containsEntry("A", "1");
    assertThat(problems).isEmpty();

    Files.delete(folder.resolve("settings"));
    DotEnvFile.in(folder, problems);
    assertThat(problems).singleElement().asString().startsWith(".env is a link to a file that is not there");
  }

  @Test
  void folderInItsPlace_isNamed() throws IOException {
    Files.createDirectory(folder.resolve(".env"));
    DotEnvFile.in(folder, problems);
    assertThat(problems).containsExactly(".env is a folder; rename it, or put a text file in its place");
  }

  @Test
  void unreadableFile_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "A=1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "the superuser reads everything");
    DotEnvFile.in(folder, problems);
    assertThat(problems).containsExactly(".env cannot be read by this user; give it the right to read the file");
  }

  @Test
  void fileInOtherEncoding_isNamedWithItsLine() throws IOException {
    Files.write(folder.resolve(".env"), "A=1\nB=ä\n".getBytes(StandardCharsets.ISO_8859_1));
    DotEnvFile.in(folder, problems);
    assertThat(problems).containsExactly(".env is not in UTF-8 in line 2; save it as UTF-8");

    problems.clear();
    Files.write(folder.resolve(".env"), "\uFEFFA=1\n".getBytes(StandardCharsets.UTF_16LE));
    DotEnvFile.in(folder, problems);
    assertThat(problems).containsExactly(".env is not in UTF-8 in line 1; save it as UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings.env", "with blank", "Größe", "a%20b", "back\\slash", "file:x"})
  void folderOfAnyName_isReadFrom(String name) throws IOException {
    Path named = Files.createDirectory(folder.resolve(name));
    Files.writeString(named.resolve(".env"), "A=1");
    assertThat(DotEnvFile.in(named, problems).values()).containsEntry("A", "1");
    assertThat(DotEnvFile.in(Path.of("").toAbsolutePath().relativize(named), problems).values()).containsEntry("A", "1");
    assertThat(problems).isEmpty();
  }

  @Test
  void properties_withByteOrderMark_areRead() throws IOException {
    Files.writeString(folder.resolve("application.properties"), "\uFEFFhttp.port=1\n");
    assertThat(Modules.load(java.util.Map.of(), java.util.Map.of(), folder).number(HttpSettings.HTTP_PORT)).isEqualTo(1);
  }
}
