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
   * Writes both databases into a new folder, under the run lock. Their schemas stay as they are.
   *
   * @param wait how long a run that is going on is waited for
   * @param program version of this program
   * @throws BackupException when there is a run all that time, or the folder cannot be written; then there is no backup
   * @throws SchemaBehindException when the databases are older than this program
   */
  public static BackupManifest create(Settings settings, Path folder, Duration wait, String program) throws InterruptedException {
    Progress progress = new Progress();
    try (Stores stores = Stores.openToRead(settings, progress); StoreProbes probes = stores.probes(); ClickHouse clickHouse = stores.unhurried()) {
      RunLock lock = new RunLock(stores.postgres(), stores::dedicatedPostgresConnection, new Fences(stores.postgres(), probes.clickHouse()),
          "process " + Instance.create().name());
      try (RunLock.Held held = acquire(lock, folder, wait, progress)) {
        return new Backup(clickHouse, stores.postgres(), held, progress).write(folder, program, SandboxState.find(settings).orElse(null));
      }
    }
  }

  private static RunLock.Held acquire(RunLock lock, Path folder, Duration wait, Consumer<String> progress) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    for (boolean said = false; ; TimeUnit.SECONDS.sleep(1)) {
      Optional<RunLock.Held> held = lock.tryAcquire(RunLock.RUNS, TRIGGER);
      if (held.isPresent()) {
        return held.get();
      }
      String holder = lock.holder(RunLock.RUNS).map(Object::toString).orElse("a process that has just begun");
      if (System.nanoTime() >= deadline) {
        throw new BackupException(folder, "A run is going on, and a backup beside it would have a part of it: " + holder
            + ". Nothing was written; ask again when it has ended, or let the backup wait for it with --wait 30m");
      }
      if (!said) {
        progress.accept("waiting for the run of " + holder);
        said = true;
      }
    }
  }

  /**
   * Compares every file of a backup with what was written.
   *
   * @throws BackupException when it is not whole
   */
  public static BackupManifest verify(Path folder) {
    return BackupReader.verify(folder, new Progress());
  }

  /**
   * Brings the databases to the state of a backup, and their schemas to the newest version.
   *
   * @param replace whether what the databases hold may be dropped
   * @throws BackupException when the backup is not whole or of a newer program, or the databases hold something; nothing was changed. Also when what was
   *     restored is not what the backup holds; then the databases are marked and nothing uses them
   * @throws InUseException when another process uses them; nothing was changed
   */
  public static BackupManifest restore(Settings settings, Path folder, boolean replace) {
    Progress progress = new Progress();
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    BackupManifest manifest = BackupReader.verify(folder, progress);
    RunningService.find(dataDir).ifPresent(service -> {
      throw new InUseException("the service of process " + service.pid() + " on '" + dataDir + "'");
    });
    try (Stores stores = Stores.openToReplace(settings, progress); ClickHouse clickHouse = stores.unhurried()) {
      Restore restore = new Restore(folder, manifest, clickHouse, stores.postgres(), progress);
      restore.requireKnownSchemas();
      if (!replace && !restore.mayBeReplaced()) {
        throw new BackupException(folder, "The databases (ClickHouse " + clickHouse.settings().url() + ", database " + clickHouse.settings().database()
            + "; Postgres " + stores.postgres().address() + ") are not empty. To drop all that they hold and have the backup instead, use --replace --yes;"
            + " nothing was changed");
      }
      if (manifest.sandbox() != null) {
        SandboxState.put(settings, manifest.sandbox());
      }
      restore.run(stores::requireNobodyElse);
      stores.migrate();
      return manifest;
    }
  }
}
