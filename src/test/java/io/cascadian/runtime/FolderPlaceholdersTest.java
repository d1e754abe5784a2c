package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of settings as routes name them in addresses. */
class FolderPlaceholdersTest {

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "a%2Fb", "a%", "50% off", "a#b", "a%23b", "a+b & c", "ü", "a%2520b"})
  void folderInAnAddress_isTheSameFolder(String name) throws Exception {
    Settings settings = Settings.load(Map.of(), Map.of("DROP_DIR", "/x/" + name, "RUNTIME_DIR", "rel/" + name), folder);
    Properties properties = new Properties();
    properties.putAll(settings.placeholders());
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getPropertiesComponent().setOverrideProperties(properties);
      assertThat(camel.getEndpoint("file:{{DROP_DIR}}?delay=1000", FileEndpoint.class).getFile()).isEqualTo(new File("/x/" + name));
      assertThat(camel.getEndpoint("file:{{RUNTIME_DIR}}?fileName=a", FileEndpoint.class).getFile()).isEqualTo(new File("rel/" + name));
    }
  }

  @Test
  void folderWithAQuestionMark_isRefused() {
    assertThatThrownBy(() -> Settings.load(Map.of(), Map.of("DROP_DIR", "/x/a?", "RUNTIME_DIR", "/x/b?c=d"), folder))
        .hasMessageContaining("DROP_DIR (/x/a?) must not contain '?'").hasMessageContaining("RUNTIME_DIR (/x/b?c=d) must not contain '?'");
  }
}
