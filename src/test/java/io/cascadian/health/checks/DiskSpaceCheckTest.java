package io.cascadian.health.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cascadian.files.DiskSpace;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceCheckTest {

  private static final DiskSpaceCheck.Limits LIMITS = new DiskSpaceCheck.Limits(10, 256);

  private static final List<DiskSpaceCheck.Folder> FOLDERS = List.of(folder("DATA_DIR", "/data", "runs fail"), folder("LOG_DIR", "/var/logs", "log lines are lost"));

  private static DiskSpaceCheck.Folder folder(String setting, String path, String stops) {
    return new DiskSpaceCheck.Folder(setting, Path.of(path), stops, setting.equals("DATA_DIR"));
  }

  private static CheckResult oneDisk(long free) {
    return new DiskSpaceCheck(FOLDERS, LIMITS, path -> new DiskSpace("one", free, 80_000_000_000L)).check();
  }

  @Test
  void fullDisk_isCritical_namesFoldersAndWhatStops() {
    CheckResult full = oneDisk(0);
    assertThat(full.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(full.message()).isEqualTo("DATA_DIR, LOG_DIR: 0 MB of 80.0 GB free (0.0 %), less than DISK_FREE_CRITICAL_MB = 256; when nothing is left, runs fail,"
        + " log lines are lost; free space there, or move the folders to a larger disk");
    assertThat(full.details()).containsEntry("data_dir", "/data").containsEntry("data_dir_free_bytes", 0L).containsEntry("log_dir_size_bytes", 80_000_000_000L)
        .containsEntry("critical_below_bytes", 256_000_000L).containsEntry("warning_below_percent", 10).containsKey("data_time");
  }

  @Test
  void limits_areTheSmallestThatIsNoFinding() {
    assertThat(oneDisk(255_999_999).status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(oneDisk(256_000_000).status()).isEqualTo(HealthStatus.WARNING);
    assertThat(oneDisk(7_999_999_999L).status()).isEqualTo(HealthStatus.WARNING);
    assertThat(oneDisk(8_000_000_000L).status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(oneDisk(7_900_000_000L).message()).contains("7.9 GB of 80.0 GB free (9.9 %), less than DISK_FREE_WARNING_PERCENT = 10", "free space there");
    assertThat(oneDisk(20_000_000_000L).message()).isEqualTo("DATA_DIR, LOG_DIR: 20.0 GB of 80.0 GB free (25.0 %)");
  }

  @Test
  void lowDiskBesideAnother_isTheOnlyFinding() {
    CheckResult result = new DiskSpaceCheck(FOLDERS, LIMITS,
        path -> new DiskSpace(path, path.startsWith("/data") ? 50_000_000_000L : 1_000, 80_000_000_000L)).check();
    assertThat(result.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(result.message()).startsWith("LOG_DIR: 0 MB of 80.0 GB free").contains("log lines are lost").doesNotContain("DATA_DIR", "runs fail");
  }

  @Test
  void diskWithoutReportedSize_isNoFinding() {
    CheckResult result = new DiskSpaceCheck(FOLDERS, LIMITS, path -> new DiskSpace(path, 0, 0)).check();
    assertThat(result.status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(result.message()).contains("DATA_DIR: its file system does not report its space");
    assertThat(result.details()).containsEntry("data_dir_free_bytes", null);
  }

  @Test
  void criticalResult_stopsRunsThatWriteToTheFolders() {
    assertThat(new DiskSpaceCheck(FOLDERS, LIMITS).stopsRun()).isTrue();
    assertThat(new DiskSpaceCheck(FOLDERS.subList(1, 2), LIMITS).stopsRun()).isFalse();
  }

  @Test
  void foldersOfOneRealDisk_areOneFinding(@TempDir Path folder) {
    List<DiskSpaceCheck.Folder> two = List.of(folder("DATA_DIR", folder.resolve("not/yet/there").toString(), "runs fail"), folder("DROP_DIR", folder.toString(), "x"));
    DiskSpace real = DiskSpace.of(folder);
    assertThat(real.freeBytes()).isCloseTo(folder.toFile().getUsableSpace(), within(1L << 30));
    assertThat(real.sizeBytes()).isGreaterThan(real.freeBytes());
    CheckResult result = new DiskSpaceCheck(two, new DiskSpaceCheck.Limits(1, real.sizeBytes())).check();
    assertThat(result.status()).isEqualTo(HealthStatus.CRITICAL);
    assertThat(result.message()).startsWith("DATA_DIR, DROP_DIR: ");
  }

  @Test
  void foldersOfTwoRealDisks_areTwoFindings(@TempDir Path folder) throws Exception {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(Files.isDirectory(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)));
    List<DiskSpaceCheck.Folder> two = List.of(folder("DATA_DIR", folder.toString(), "runs fail"), folder("DROP_DIR", memory.toString(), "no files can be dropped"));
    assertThat(new DiskSpaceCheck(two, new DiskSpaceCheck.Limits(1, 1_000_000_000)).check().message()).contains("runs fail. DROP_DIR: ");
  }
}
