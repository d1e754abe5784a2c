package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SandboxStateTest {

  private static final String OF_OLDER_PROGRAM = "{\"seed\":1,\"scale\":0.25,\"anchor\":1760000000}";

  @TempDir
  private Path data;

  @Test
  void newDirectory_withoutVersion_holdsVersion1() throws IOException {
    SandboxState.history(settings(Map.of()));

    assertThat(stored().fieldNames()).toIterable().containsExactly("seed", "scale", "anchor");
  }

  @Test
  void newDirectory_withVersion2_holdsItAndItsExponent() throws IOException {
    SandboxState.history(settings(Map.of("SANDBOX_SIMULATION_VERSION", "2", "SANDBOX_ZIPF_EXPONENT", "1.2")));

    assertThat(stored().get("version").asInt()).isEqualTo(2);
    assertThat(stored().get("zipfExponent").asDouble()).isEqualTo(1.2);
    assertThatThrownBy(() -> SandboxState.history(settings(Map.of("SANDBOX_ZIPF_EXPONENT", "1.0"))))
        .isInstanceOf(SettingsException.class).hasMessageContaining("SANDBOX_ZIPF_EXPONENT").hasMessageContaining("1.2");
  }

  @Test
  void newDirectory_withOptionalStreams_holdsThem() throws IOException {
    assertThat(SandboxState.history(settings(Map.of("SANDBOX_OPTIONAL_STREAMS", "true"))).entities())
        .contains("activity-subgraph/Reward", "transfers-subgraph/ShareTransfer", "polymarket-subgraph/Condition");

    assertThat(stored().get("optionalStreams").asBoolean()).isTrue();
    assertThatThrownBy(() -> SandboxState.history(settings(Map.of("SANDBOX_OPTIONAL_STREAMS", "false"))))
        .isInstanceOf(SettingsException.class).hasMessageContaining("SANDBOX_OPTIONAL_STREAMS").hasMessageContaining("with optional streams");
  }

  @Test
  void directoryOfOlderProgram_keepsVersion1() throws IOException {
    Files.writeString(data.resolve("sandbox.json"), OF_OLDER_PROGRAM);

    SandboxState.history(settings(Map.of("SANDBOX_SIMULATION_VERSION", "1")));

    assertThat(data.resolve("sandbox.json")).hasContent(OF_OLDER_PROGRAM);
    assertThatThrownBy(() -> SandboxState.history(settings(Map.of("SANDBOX_SIMULATION_VERSION", "2"))))
        .isInstanceOf(SettingsException.class).hasMessageContaining("SANDBOX_SIMULATION_VERSION").hasMessageContaining("history of 1");
  }

  private JsonNode stored() throws IOException {
    return new ObjectMapper().readTree(data.resolve("sandbox.json").toFile());
  }

  private Settings settings(Map<String, String> given) {
    Map<String, String> all = new HashMap<>(given);
    all.put("DATA_DIR", data.toString());
    return Modules.load(Map.of(), all, data);
  }
}
