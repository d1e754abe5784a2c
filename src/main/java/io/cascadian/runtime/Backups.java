package io.cascadian.runtime;

import io.cascadian.backup.Backup;
import io.cascadian.backup.BackupException;
import io.cascadian.backup.BackupManifest;
import io.cascadian.backup.BackupReader;
import io.cascadian.backup.Restore;
import io.cascadian.nightly.Fences;
import io.cascadian.nightly.RunLock;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Backs up and restores the databases of the settings. */
public final class Backups {

  private static final String TRIGGER = "backup";

  private Backups() {}

  /**
   * Writes both databases into a new folder, under the run lock. Migrates nothing.
   *
   * @param wait how long to wait for a run in progress
   * @param program version of this program
   * @throws BackupException when a run holds the lock for that long, or the folder cannot be written; then there is no backup
   * @throws SchemaBehindException when the databases are older than this program
   */
  public static BackupManifest create(Settings settings, Path folder, Duration wait, String program) throws InterruptedException {
    Progress progress = new Progress();
    try (Stores stores = Stores.openToRead(settings, progress); StoreProbes probes = stores.probes(); ClickHouse clickHouse = stores.longRunning()) {
      RunLock lock = new RunLock(stores.postgres(), stores::dedicatedPostgresConnection, new Fences(stores.postgres(), probes.clickHouse()),
          "process " + Instance.create().name());
      try (RunLock.Held held = acquire(lock, folder, wait, progress)) {
        return new Backup(clickHouse, stores.postgres(), held, progress).write(folder, program, SandboxState.find(settings).orElse(null));
      }
    }
  }

  private static RunLock.Held acquire(RunLock lock, Path folder, Duration wait, Consumer<String> progress) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    for (boolean isReported = false; ; TimeUnit.SECONDS.sleep(1)) {
      Optional<RunLock.Held> held = lock.tryAcquire(RunLock.RUNS, TRIGGER);
      if (held.isPresent()) {
        return held.get();
      }
      String holder = lock.holder(RunLock.RUNS).map(Object::toString).orElse("a process that has just begun");
      if (System.nanoTime() >= deadline) {
        throw new BackupException(folder, "A run is in progress, and a backup now would contain a part of it: " + holder
            + ". Nothing was written; try again when it has ended, or let the backup wait for it with --wait 30m");
      }
      if (!isReported) {
        progress.accept("waiting for the run of " + holder);
        isReported = true;
      }
    }
  }

  /**
   * Verifies the checksum of every file of a backup.
   *
   * @throws BackupException when the backup is incomplete or a file was changed
   */
  public static BackupManifest verify(Path folder) {
    return BackupReader.verify(folder, new Progress());
  }

  /**
   * Restores a backup into the databases and migrates their schemas to the newest version.
   *
   * @param replace whether the content of the databases may be dropped
   * @throws BackupException when the backup is incomplete or of a newer program, or the databases are not empty; nothing was changed. Also when the restored
   *     content differs from the backup; then the databases are marked as unusable
   * @throws InUseException when another process uses the databases; nothing was changed
   */
  public static BackupManifest restore(Settings settings, Path folder, boolean replace) {
    Progress progress = new Progress();
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    BackupManifest manifest = BackupReader.verify(folder, progress);
    RunningService.find(dataDir).ifPresent(service -> {
      throw new InUseException("the service of process " + service.pid() + " on '" + dataDir + "'");
    });
    try (Stores stores = Stores.openToReplace(settings, progress); ClickHouse clickHouse = stores.longRunning()) {
      Restore restore = new Restore(folder, manifest, clickHouse, stores.postgres(), progress);
      restore.requireKnownSchemas();
      if (!replace && !restore.mayBeReplaced()) {
        throw new BackupException(folder, "The databases (ClickHouse " + clickHouse.settings().url() + ", database " + clickHouse.settings().database()
            + "; Postgres " + stores.postgres().address() + ") are not empty. To replace their content with the backup, use --replace --yes;"
            + " nothing was changed");
      }
      if (manifest.sandbox() != null) {
        SandboxState.put(settings, manifest.sandbox());
      }
      restore.run(stores::requireNoOtherProcess);
      stores.migrate();
      return manifest;
    }
  }
}
