package io.cascadian.watchlist;

import java.util.List;

/**
 * Requests a new strategy.
 *
 * @param name what people call it, 1 to 200 characters
 * @param active whether positions of its wallets add markets to its list
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
    name = named(name);
    wallets = wallets(wallets);
    categories = categories(categories);
  }

  static String named(String name) {
    String stripped = name == null ? "" : name.strip();
    if (stripped.isEmpty() || stripped.length() > MAX_NAME || stripped.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException("'name' must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    return stripped;
  }

  static List<String> wallets(List<String> wallets) {
    return limited(wallets, MAX_WALLETS, "wallets").stream().map(Spelling::wallet).distinct().toList();
  }

  static List<String> categories(List<String> categories) {
    return limited(categories, MAX_CATEGORIES, "categories").stream().map(Spelling::category).distinct().toList();
  }

  private static List<String> limited(List<String> all, int most, String what) {
    if (all.size() > most) {
      throw new RefusedException("A strategy has at most " + most + " " + what + ".");
    }
    return all;
  }
}
