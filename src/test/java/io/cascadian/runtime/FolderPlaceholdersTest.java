package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks folders of settings in endpoint URIs of routes. */
class FolderPlaceholdersTest {

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a%2Fb", "a%", "50% off", "a#b", "a%23b", "a+b & c", "ü", "a%2520b", "a{y}$ (1)[2", "RAW(x)", "a|b^c`d"})
  void folderInEndpointUri_isTheSameFolder(String name) throws Exception {
    Settings settings = Modules.load(Map.of(), Map.of("DROP_DIR", "/x/" + name, "RUNTIME_DIR", "rel/" + name), folder);
    Properties properties = new Properties();
    properties.putAll(settings.placeholders());
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getPropertiesComponent().setOverrideProperties(properties);
      assertThat(camel.getEndpoint("file:{{DROP_DIR}}?delay=1000", FileEndpoint.class).getFile()).isEqualTo(new File("/x/" + name));
      assertThat(camel.getEndpoint("file:{{RUNTIME_DIR}}?fileName=a", FileEndpoint.class).getFile()).isEqualTo(new File("rel/" + name));
    }
  }

  @ParameterizedTest
  @CsvSource({"DATA_DIR,data/drop", "RUNTIME_DIR,data/../data/drop/", "LOG_DIR,./data/drop", "WATCHLIST_EVENTS_FILE,data/drop/events.jsonl",
      "CATEGORIES_FILE,data/drop/categories.json", "REFERENCE_WALLETS_FILE,data/drop/wallets.json"})
  void dropFolderWithOtherFiles_isRejected(String setting, String path) {
    assertThatThrownBy(() -> Modules.load(Map.of(), Map.of(setting, path), folder))
        .hasMessageContaining("DROP_DIR (data/drop) is where " + setting + " (" + path + ") has its files, which would be taken for dropped ones");
    assertThat(Modules.load(Map.of(), Map.of(setting, path, "DROP_DIR", "data/drop/in"), folder)).isNotNull();
  }

  @Test
  void folderWithPlaceholder_isRejectedByName() {
    assertThatThrownBy(() -> Modules.load(Map.of(), Map.of("DROP_DIR", "/x/a{{y}}", "RUNTIME_DIR", "/x/b${y}"), folder))
        .hasMessageContaining("DROP_DIR (/x/a{{y}}) must not contain '{{'").hasMessageContaining("DROP_DIR (/x/a{{y}}) must not contain '}}'")
        .hasMessageContaining("RUNTIME_DIR (/x/b${y}) must not contain '${'");
    assertThat(Modules.load(Map.of(), Map.of("DROP_DIR", "/x/a{y}$", "LOG_DIR", "/x/b${y}{{z}}"), folder)).isNotNull();
  }

  @Test
  void folderWithQuestionMark_isRejected() {
    assertThatThrownBy(() -> Modules.load(Map.of(), Map.of("DROP_DIR", "/x/a?", "RUNTIME_DIR", "/x/b?c=d"), folder))
        .hasMessageContaining("DROP_DIR (/x/a?) must not contain '?'").hasMessageContaining("RUNTIME_DIR (/x/b?c=d) must not contain '?'");
  }
}
