package io.cascadian.markets;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresApartException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalogue's part of a run: reads the catalogue, then looks up what the last run left missing and the catalogue's list did not bring.
 *
 * <p>Called under the run lock; not thread-safe.
 */
public final class MarketUpdate {

  private final MarketCatalogue catalogue;
  private final MarketLookups lookups;

  public MarketUpdate(MarketCatalogue catalogue, MarketLookups lookups) {
    this.catalogue = catalogue;
    this.lookups = lookups;
  }

  /**
   * Reads the catalogue's list and stores what changed.
   *
   * @throws CatalogueException when it could not be read to its end
   * @throws StoresApartException when the two databases are not of the same time; nothing was done
   */
  public StepResult readCatalogue(FenceGuard guard) {
    guard.checkStores();
    return catalogue.sync(guard);
  }

  /** Looks up what is still missing; returns what both did, of which {@code read} is the catalogue's part. */
  public StepResult lookUp(StepResult read, FenceGuard guard) {
    StepResult lookedUp = lookups.run(guard);
    Map<String, Object> details = new LinkedHashMap<>(read.details());
    details.put("lookups", lookedUp.details());
    return new StepResult(read.rows() + lookedUp.rows(), details);
  }
}
