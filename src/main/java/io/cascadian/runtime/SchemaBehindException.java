package io.cascadian.runtime;

import io.cascadian.errors.UserFacing;
import io.cascadian.store.SchemaState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The databases lack tables that a command wants to read, and it changes nothing; the message names the command that makes them. */
public final class SchemaBehindException extends RuntimeException implements UserFacing {

  private SchemaBehindException(String message) {
    super(message);
  }

  static SchemaBehindException of(List<SchemaState> behind) {
    return new SchemaBehindException(behind.stream().map(SchemaBehindException::line).collect(Collectors.joining("\n"))
        + "\nThis command changes nothing, so it did not do that. Stop older programs that use these databases first.");
  }

  static SchemaBehindException nothingIn(Path dataDir) {
    return new SchemaBehindException("There are no embedded databases in '" + dataDir + "' (DATA_DIR) yet, and this command changes nothing."
        + "\nRun 'cascadian demo --once' for a first run on made-up markets, or 'cascadian' to start the service."
        + "\nIf the databases are elsewhere: start in the service's folder with its settings, or set CLICKHOUSE_URL and DATABASE_URL.");
  }

  private static String line(SchemaState state) {
    String at = state.at().map(version -> "is at " + version).orElse("is not there");
    return state.store() + ": the database's schema " + at + ", this program needs " + state.needed() + " (versions missing: "
        + state.missing() + "): run 'cascadian migrate'";
  }
}
