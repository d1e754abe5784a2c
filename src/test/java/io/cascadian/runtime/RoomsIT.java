package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsIT {

  /** Of the whole process, made by whoever needs them first. */
  private static final Set<String> SHARED = Set.of("http-deadlines", "Cleaner");

  @TempDir
  private Path folder;

  @Test
  void startThatFailsLate_leavesNoThreads() throws Exception {
    ClickHouse clickHouse = TestStores.freshClickHouse();
    PostgresSettings postgres = TestStores.freshPostgresSettings();
    Settings settings = Settings.load(Map.ofEntries(
        Map.entry(Setting.CLICKHOUSE_URL, clickHouse.settings().url()), Map.entry(Setting.CLICKHOUSE_USER, clickHouse.settings().user()),
        Map.entry(Setting.CLICKHOUSE_PASSWORD, clickHouse.settings().password()), Map.entry(Setting.CLICKHOUSE_DATABASE, clickHouse.settings().database()),
        Map.entry(Setting.DATABASE_URL, postgres.jdbcUrl()), Map.entry(Setting.DATABASE_USER, postgres.user()),
        Map.entry(Setting.DATABASE_PASSWORD, postgres.password()), Map.entry(Setting.DATA_DIR, folder.resolve("data").toString()),
        Map.entry(Setting.SANDBOX_FEED, Files.writeString(folder.resolve("feed.jsonl"), "{\"record\":\"head\",\"block\":1,\"timestamp\":1}\n").toString()),
        Map.entry(Setting.RUNTIME_DIR, folder.resolve("runtime").toString()),
        // below a file no folder can be made
        Map.entry(Setting.DROP_DIR, Files.createFile(folder.resolve("file")).resolve("drop").toString())), Map.of(), folder);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    assertThatThrownBy(() -> Rooms.open(settings, System.out, Optional::empty)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("drop");
    List<Thread> left = left(before);
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !left.isEmpty() && System.nanoTime() < end; left = left(before)) {
      Thread.sleep(100);
    }
    assertThat(left).isEmpty();
    TestStores.drop(clickHouse);
  }

  private static List<Thread> left(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive() && SHARED.stream().noneMatch(thread.getName()::contains))
        .collect(Collectors.toList());
  }
}
