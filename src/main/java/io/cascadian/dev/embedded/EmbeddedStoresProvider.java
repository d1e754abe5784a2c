package io.cascadian.dev.embedded;

import io.cascadian.store.EmbeddedDatabaseProvider;
import io.cascadian.store.EmbeddedDatabases;
import io.cascadian.store.EnginePorts;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Offers {@link EmbeddedStores} to the product. */
public final class EmbeddedStoresProvider implements EmbeddedDatabaseProvider {

  @Override
  public EmbeddedDatabases open(Path dataDir, boolean clickHouse, boolean postgres, EnginePorts ports, Consumer<String> progress) {
    return EmbeddedStores.open(dataDir, clickHouse, postgres, ports, progress);
  }

  @Override
  public boolean existIn(Path dataDir) {
    return OwnerState.existsIn(dataDir);
  }
}
