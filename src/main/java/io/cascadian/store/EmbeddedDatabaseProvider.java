package io.cascadian.store;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Starts databases on this machine for a process that is configured with none. The developer kit registers one with {@link java.util.ServiceLoader};
 * the product alone has none.
 */
public interface EmbeddedDatabaseProvider {

  /**
   * Starts the wanted databases of a data directory, or connects to those that another process runs on it.
   *
   * @param dataDir created when missing
   * @param ports where this process starts the databases; those that another process runs keep theirs
   * @param progress gets a line for each thing that is fetched, started or found; called from several threads
   * @throws EmbeddedStoreException when a database cannot be started, or another program listens on its port
   */
  EmbeddedDatabases open(Path dataDir, boolean clickHouse, boolean postgres, EnginePorts ports, Consumer<String> progress);

  /** Returns whether the data directory has ever held embedded databases. Changes nothing. */
  boolean existIn(Path dataDir);
}
