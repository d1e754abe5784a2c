package io.cascadian.dev.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.EmbeddedStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Publishes to other processes what the owner of a data directory runs; ports are 0 for what it does not run. */
record OwnerState(long ownerPid, int clickHousePort, int postgresPort) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "stores.json";

  /** Returns whether the directory has ever had an owner. */
  static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /** Reads it; empty while an owner that is starting has not written it. */
  static Optional<OwnerState> read(Path directory) {
    try {
      return Optional.of(JSON.readValue(directory.resolve(FILE).toFile(), OwnerState.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes it whole, or not at all. */
  void write(Path directory) {
    try {
      Path temporary = directory.resolve(FILE + ".tmp");
      JSON.writeValue(temporary.toFile(), this);
      Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "start", "cannot write to " + directory + ": " + e, e);
    }
  }

  /** Returns whether the owner's process is there and the wanted databases answer. */
  boolean answers(boolean clickHouse, boolean postgres) {
    return ProcessHandle.of(ownerPid).isPresent()
        && (!clickHouse || (clickHousePort > 0 && EmbeddedClickHouse.answers(clickHousePort)))
        && (!postgres || (postgresPort > 0 && EmbeddedPostgresServer.answers(postgresPort)));
  }

  /** Returns the same without the ports of databases that are not wanted. */
  OwnerState only(boolean clickHouse, boolean postgres) {
    return new OwnerState(ownerPid, clickHouse ? clickHousePort : 0, postgres ? postgresPort : 0);
  }
}
