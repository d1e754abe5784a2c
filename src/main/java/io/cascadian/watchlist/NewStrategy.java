package io.cascadian.watchlist;

import java.util.List;

/**
 * A strategy that somebody wants to have.
 *
 * @param name what people call it, 1 to 200 characters
 * @param active whether positions of its wallets put markets on its list
 * @param wallets that it tracks, without repetition
 * @param categories of markets that it is interested in, without repetition
 */
public record NewStrategy(String name, boolean active, List<String> wallets, List<String> categories) {

  /** Most wallets of a strategy. */
  public static final int MAX_WALLETS = 1000;
  /** Most categories of a strategy. */
  public static final int MAX_CATEGORIES = 100;
  private static final int MAX_NAME = 200;

  /** @throws RefusedException when a part of it is not as it should be */
  public NewStrategy {
    name = name == null ? "" : name.strip();
    if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException("'name' must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    if (wallets.size() > MAX_WALLETS || categories.size() > MAX_CATEGORIES) {
      throw new RefusedException("A strategy has at most " + MAX_WALLETS + " wallets and " + MAX_CATEGORIES + " categories.");
    }
    wallets = wallets.stream().map(Spelling::wallet).distinct().toList();
    categories = categories.stream().map(Spelling::category).distinct().toList();
  }
}
