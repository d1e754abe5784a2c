package io.cascadian.markets;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresOutOfSyncException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the catalogue, then looks up markets that are still missing.
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
   * @throws CatalogueIncompleteException when it could not be read to its end
   * @throws StoresOutOfSyncException when the two databases are not of the same time; nothing was done
   */
  public StepResult readCatalogue(FenceGuard guard) {
    guard.checkStores();
    return catalogue.sync(guard);
  }

  /**
   * Requests markets that are still missing, also when the list was not read completely.
   *
   * @param read what the reading of the list did; null when it failed
   * @param failure by which it failed; null when it did not
   * @return what both did; its details have the look-ups under {@code lookups}
   */
  public StepResult lookUp(StepResult read, Exception failure, FenceGuard guard) {
    StepResult list = failure instanceof CatalogueIncompleteException incomplete ? incomplete.partialResult() : read;
    StepResult found = lookups.run(guard);
    Map<String, Object> details = new LinkedHashMap<>(list == null ? Map.of() : list.details());
    details.put("lookups", found.details());
    return new StepResult((list == null ? 0 : list.rows()) + found.rows(), details);
  }
}
