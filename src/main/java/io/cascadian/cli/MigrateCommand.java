package io.cascadian.cli;

import io.cascadian.runtime.Progress;
import io.cascadian.runtime.Stores;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Migrates the schemas of both databases to the newest version.")
final class MigrateCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Override
  public Integer call() {
    try (Stores stores = Stores.open(options.settings(), new Progress())) {
      List<String> applied = stores.migrate();
      System.out.println(applied.isEmpty() ? "Both schemas are up to date." : "Applied to ClickHouse: " + String.join(", ", applied));
      return 0;
    }
  }
}
