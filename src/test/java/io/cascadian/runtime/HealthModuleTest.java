package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.health.checks.DiskSpaceCheck;
import io.cascadian.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthModuleTest {

  private static final Map<Setting, String> OWN_CLICKHOUSE = Map.of(StoreSettings.CLICKHOUSE_URL, "http://127.0.0.1:9");
  private static final Map<Setting, String> OWN_DATABASES =
      Map.of(StoreSettings.CLICKHOUSE_URL, "http://127.0.0.1:9", StoreSettings.DATABASE_URL, "jdbc:postgresql://127.0.0.1:9/x", WatchlistSettings.WATCHLIST_EVENTS_FILE, "else/events.jsonl");

  @TempDir
  Path folder;

  private List<DiskSpaceCheck.Folder> folders(Map<Setting, String> values) {
    return HealthModule.folders(Modules.load(values, Map.of(), folder));
  }

  @Test
  void dataFolder_isCheckedForSpace_withAnEmbeddedDatabaseOnly() {
    assertThat(folders(OWN_CLICKHOUSE)).extracting(DiskSpaceCheck.Folder::setting).contains("DATA_DIR");
    assertThat(folders(OWN_CLICKHOUSE)).filteredOn(DiskSpaceCheck.Folder::neededByRuns).extracting(DiskSpaceCheck.Folder::setting).containsExactly("DATA_DIR");
    assertThat(folders(OWN_DATABASES)).extracting(DiskSpaceCheck.Folder::setting).containsExactly("LOG_DIR", "RUNTIME_DIR", "DROP_DIR", "WATCHLIST_EVENTS_FILE");
    assertThat(folders(OWN_DATABASES)).noneMatch(DiskSpaceCheck.Folder::neededByRuns);
  }
}
