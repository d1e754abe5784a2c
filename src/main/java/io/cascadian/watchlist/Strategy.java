package io.cascadian.watchlist;

import java.time.Instant;
import java.util.List;

/**
 * Describes a trading strategy.
 *
 * @param id as in the paths of the HTTP interface
 * @param active whether positions of its wallets add markets to its list
 * @param wallets that it tracks; lower case, in ascending order
 * @param categories of markets that it is interested in, in ascending order
 * @param watched markets on its list
 * @param updatedAt when name, wallets, categories or active were changed last
 */
public record Strategy(
    long id, String name, boolean active, List<String> wallets, List<String> categories, long watched, Instant createdAt, Instant updatedAt) {

  public Strategy {
    wallets = List.copyOf(wallets);
    categories = List.copyOf(categories);
  }
}
