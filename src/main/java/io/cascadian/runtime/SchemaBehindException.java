package io.cascadian.runtime;

import io.cascadian.errors.UserFacing;
import io.cascadian.store.SchemaState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reports that the databases have an older schema than a reading command needs; the message names the command that migrates them. */
public final class SchemaBehindException extends RuntimeException implements UserFacing {

  private SchemaBehindException(String message) {
    super(message);
  }

  static SchemaBehindException of(List<SchemaState> behind) {
    return new SchemaBehindException(behind.stream().map(SchemaBehindException::line).collect(Collectors.joining("\n"))
        + "\nThis command only reads, so it did not migrate them. Stop older programs that use these databases first.");
  }

  static SchemaBehindException nothingIn(Path dataDir) {
    return new SchemaBehindException("There are no embedded databases in '" + dataDir + "' (DATA_DIR) yet, and this command only reads."
        + "\nRun 'cascadian demo --once' for a first run on simulated markets, or 'cascadian' to start the service."
        + "\nIf the databases are elsewhere: start in the service's folder with its settings, or set CLICKHOUSE_URL and DATABASE_URL.");
  }

  private static String line(SchemaState state) {
    String at = state.at().map(version -> "is at " + version).orElse("is missing");
    return state.store() + ": the database's schema " + at + ", this program needs " + state.needed() + " (versions missing: "
        + state.missing() + "): run 'cascadian migrate'";
  }
}
