package io.cascadian.cli;

import io.cascadian.backup.BackupManifest;
import io.cascadian.runtime.Backups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "backup", mixinStandardHelpOptions = true,
    description = "Writes both databases, as they are at one moment, into a new folder, from which 'restore' restores them. Works with embedded databases and"
        + " with your own, beside a running service; a run that is due meanwhile is caught up. The folder holds no passwords. Exits: 0 the backup is"
        + " whole; 1 there is none, because a run is in progress, the disk is full, or a database did not answer.")
final class BackupCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "the folder to write, such as backups/2026-01-31; it must not exist")
  private Path folder;

  @Option(names = "--wait", paramLabel = "DURATION", defaultValue = "0s",
      description = "how long to wait for a run in progress, such as 30m (default: ${DEFAULT-VALUE})")
  private Duration wait;

  @Option(names = "--verify", description = "write nothing: compare every file of the backup that is there with what was written; exits with 1 when it is"
      + " not whole")
  private boolean verify;

  @Override
  public Integer call() throws Exception {
    Path path = folder.toAbsolutePath().normalize();
    BackupManifest manifest =
        verify ? Backups.verify(path) : Backups.create(options.settings(), path, wait, CascadianCommand.Version.number());
    System.out.println((verify ? "Whole: " : "Written: ") + describe(path, manifest));
    return 0;
  }

  /** Describes a backup in one line. */
  static String describe(Path path, BackupManifest manifest) {
    return String.format(Locale.ROOT, "the backup '%s' of %s, by program %s: %d tables, %,d rows, %,.1f MB", path, manifest.takenAt(), manifest.program(),
        manifest.clickHouse().tables().size() + manifest.postgres().tables().size(), manifest.rows(), manifest.bytes() / 1e6);
  }
}
