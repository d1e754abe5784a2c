package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.runtime.Modules;
import io.cascadian.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the documents say is what the program does. */
class DocumentsTest {

  @Test
  void settingsExample_hasEverySetting() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(".env.example"));
    List<String> documented = lines.stream().filter(l -> l.matches("#[A-Z_]+=.*")).toList();
    assertThat(documented).containsExactlyElementsOf(
        Modules.settings().stream().map(s -> "#" + s + "=" + s.defaultValue().orElse("")).toList());
    for (Setting setting : Modules.settings()) {
      assertThat(lines).anyMatch(line -> line.equalsIgnoreCase("# " + setting.description() + "."));
    }
  }

  @Test
  void propertiesFile_hasOnlyKnownSettingsAndCamelOptions() throws IOException {
    List<String> entries = Files.readAllLines(Path.of("application.properties")).stream()
        .map(line -> line.replaceFirst("^#(?=[a-z])", "")).filter(line -> line.matches("[a-zA-Z.]+=.*")).toList();
    assertThat(entries).hasSizeGreaterThan(5);
    for (String entry : entries) {
      if (!entry.startsWith("camel.")) {
        String name = entry.substring(0, entry.indexOf('=')).toUpperCase(Locale.ROOT).replace('.', '_');
        assertThat(entry).endsWith("=" + Modules.setting(name).defaultValue().orElseThrow());
      }
    }
  }
}
