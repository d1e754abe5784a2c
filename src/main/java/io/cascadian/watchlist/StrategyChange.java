package io.cascadian.watchlist;

import java.util.List;
import java.util.Optional;

/**
 * Requests changes of a strategy; empty fields stay unchanged.
 *
 * @param name a new one, 1 to 200 characters
 * @param active whether positions of its wallets add markets to its list
 * @param wallets all that it is to track, without repetition; what one that is new holds at the first look adds nothing
 * @param categories all that it is to be interested in, without repetition
 */
public record StrategyChange(Optional<String> name, Optional<Boolean> active, Optional<List<String>> wallets, Optional<List<String>> categories) {

  /** @throws RefusedException when a part of it is not as it should be, or nothing is to change */
  public StrategyChange {
    if (name.isEmpty() && active.isEmpty() && wallets.isEmpty() && categories.isEmpty()) {
      throw new RefusedException("Nothing is to change; name at least one of: active, categories, name, wallets.");
    }
    name = name.map(NewStrategy::named);
    wallets = wallets.map(NewStrategy::wallets);
    categories = categories.map(NewStrategy::categories);
  }
}
