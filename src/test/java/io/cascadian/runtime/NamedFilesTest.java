package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedFilesTest {

  @TempDir
  private Path folder;

  @Test
  void unusableFiles_stopStartBeforeAnythingIsStarted() throws Exception {
    Path data = folder.resolve("data");
    for (String categories : List.of("{\"buckets\": 7}", "{\"buckets\": [", "", "{\"buckets\": []} {}", "{\"buckets\": [], \"buckets\": []}",
        "{\"buckets\": [{\"name\": \"" + "x".repeat(10_000) + "\"}]}")) {
      Settings settings = Modules.load(Map.of(
          StoreSettings.DATA_DIR, data.toString(), MarketSettings.CATEGORIES_FILE, Files.writeString(folder.resolve("c.json"), categories).toString(),
          IngestSettings.CONTRACTS_FILE, folder.resolve("none.csv").toString(),
          LedgerSettings.REFERENCE_WALLETS_FILE, Files.writeString(folder.resolve("r.json"), "{").toString()), Map.of(), folder);
      assertThatThrownBy(() -> Assembly.open(settings, System.out, null, Optional::empty)).as(categories).isInstanceOfSatisfying(SettingsException.class, e ->
          assertThat(e.problems()).hasSize(3).satisfies(all -> {
            assertThat(all.get(0)).startsWith("CATEGORIES_FILE: ").contains("c.json").doesNotContain("`").hasSizeLessThan(500);
            assertThat(all.get(1)).startsWith("CONTRACTS_FILE: ").endsWith("none.csv: the list of contracts is not usable: there is no such file");
            assertThat(all.get(2)).startsWith("REFERENCE_WALLETS_FILE: ");
          }));
    }
    assertThat(data).doesNotExist();
  }
}
