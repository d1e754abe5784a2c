package io.cascadian.ledger;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds the expectations of this installation for its published numbers.
 *
 * @param minWallets fewest wallets with outcomes
 * @param maxWallets most wallets with outcomes
 * @param maxUnbalanced most resolved conditions whose trades do not come to 0 over all wallets; empty when any number is only reported
 * @param referenceWallets wallets whose totals are known
 */
public record GateOptions(OptionalLong minWallets, OptionalLong maxWallets, OptionalLong maxUnbalanced, Optional<ReferenceWallets> referenceWallets) {

  /** Returns options without expectations. */
  public static GateOptions none() {
    return new GateOptions(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  boolean expectsWallets() {
    return minWallets.isPresent() || maxWallets.isPresent();
  }

  /** Returns the expected range as text, such as {@code 2835 to 2845}. */
  String expectedWallets() {
    if (!expectsWallets()) {
      return "any number, as neither GATE_MIN_WALLETS nor GATE_MAX_WALLETS is set";
    }
    if (maxWallets.isEmpty()) {
      return minWallets.getAsLong() + " or more";
    }
    return minWallets.isEmpty() ? maxWallets.getAsLong() + " or fewer" : minWallets.getAsLong() + " to " + maxWallets.getAsLong();
  }
}
