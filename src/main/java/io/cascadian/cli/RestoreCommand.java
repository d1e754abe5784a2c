package io.cascadian.cli;

import io.cascadian.backup.BackupManifest;
import io.cascadian.runtime.Backups;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "restore", mixinStandardHelpOptions = true,
    description = "Restores both databases to the state of a backup, after checking every file of it; the next run continues from there. Nothing else may use"
        + " the databases meanwhile. When it is cut off, nothing uses them until it is asked for again. Exits: 0 restored, and every table is as it was; 1 not"
        + " restored: the message has whether anything was changed.")
final class RestoreCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "the folder that 'backup' wrote")
  private Path folder;

  @Option(names = "--replace", description = "drop all that the databases hold, tables of your own in them too; without it they must be empty")
  private boolean replace;

  @Option(names = "--yes", description = "with --replace: confirm, because it cannot be undone")
  private boolean yes;

  @Override
  public Integer call() {
    if (replace != yes) {
      throw new ParameterException(spec.commandLine(), "--replace drops all that the databases hold, and there is no way back: it needs --yes, and --yes"
          + " needs it");
    }
    Path path = folder.toAbsolutePath().normalize();
    BackupManifest manifest = Backups.restore(options.settings(), path, replace);
    System.out.println("Restored: " + BackupCommand.describe(path, manifest));
    return 0;
  }
}
