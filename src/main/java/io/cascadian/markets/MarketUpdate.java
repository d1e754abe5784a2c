package io.cascadian.markets;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
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

  /** @throws CatalogueException when the catalogue could not be read to its end; nothing is looked up then */
  public StepResult run(FenceGuard guard) {
    StepResult read = catalogue.sync(guard);
    StepResult lookedUp = lookups.run(guard);
    Map<String, Object> details = new LinkedHashMap<>(read.details());
    details.put("lookups", lookedUp.details());
    return new StepResult(read.rows() + lookedUp.rows(), details);
  }
}
