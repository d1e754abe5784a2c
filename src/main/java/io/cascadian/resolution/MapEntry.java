package io.cascadian.resolution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One entry of a map, judged.
 *
 * @param outcome {@code YES}, {@code NO}, {@code SPLIT}, or {@code VECTOR} for payouts by outcome index
 */
record MapEntry(String conditionId, String marketId, String outcome, PayoutVector payouts, boolean yesNo) {

  private static final PayoutVector YES = PayoutVector.of(List.of(BigInteger.ONE, BigInteger.ZERO));
  private static final PayoutVector NO = PayoutVector.of(List.of(BigInteger.ZERO, BigInteger.ONE));

  /**
   * @param entry fields as text
   * @throws SkippedEntryException with the first reason that applies, in the order in which a person would ask
   */
  static MapEntry of(Map<String, String> entry) throws SkippedEntryException {
    String condition = conditionId(entry.get("condition_id"));
    String market = entry.get("market_id");
    // "unknown" is what a failed look-up left behind
    if (market == null || market.isBlank() || market.equalsIgnoreCase("unknown") || market.equalsIgnoreCase("null")) {
      throw new SkippedEntryException("no-market-id");
    }
    if (!market.matches("\\d{1,18}")) {
      throw new SkippedEntryException("bad-market-id");
    }
    String numerators = entry.get("payout_numerators");
    if (numerators != null) {
      return new MapEntry(condition, market, "VECTOR", vector(numerators, entry.get("payout_denominator")), false);
    }
    String outcome = entry.get("resolved_outcome");
    if (outcome == null || outcome.isBlank()) {
      throw new SkippedEntryException("no-outcome");
    }
    outcome = outcome.strip().toUpperCase(Locale.ROOT);
    PayoutVector payouts = switch (outcome) {
      case "YES" -> agreed(YES, entry);
      case "NO" -> agreed(NO, entry);
      case "SPLIT" -> split(entry);
      default -> throw new SkippedEntryException("unknown-outcome");
    };
    return new MapEntry(condition, market, outcome, payouts, true);
  }

  private static String conditionId(String text) throws SkippedEntryException {
    if (text == null || text.isBlank()) {
      throw new SkippedEntryException("no-condition-id");
    }
    String hex = text.strip().toLowerCase(Locale.ROOT);
    hex = hex.startsWith("0x") ? hex.substring(2) : hex;
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new SkippedEntryException("bad-condition-id");
    }
    return hex;
  }

  /** The vector that the outcome stands for; given payouts must not say otherwise. */
  private static PayoutVector agreed(PayoutVector expected, Map<String, String> entry) throws SkippedEntryException {
    String[] fields = {"payout_yes", "payout_no"};
    for (int i = 0; i < fields.length; i++) {
      BigDecimal given = fraction(entry.get(fields[i]));
      if (given != null && given.compareTo(new BigDecimal(expected.numerators().get(i))) != 0) {
        throw new SkippedEntryException("bad-payout");
      }
    }
    return expected;
  }

  private static PayoutVector split(Map<String, String> entry) throws SkippedEntryException {
    BigDecimal yes = fraction(entry.get("payout_yes"));
    BigDecimal no = fraction(entry.get("payout_no"));
    if (yes == null || no == null) {
      throw new SkippedEntryException("bad-payout");
    }
    try {
      return PayoutVector.ofFractions(List.of(yes, no));
    } catch (IllegalArgumentException e) {
      throw new SkippedEntryException("bad-payout");
    }
  }

  private static PayoutVector vector(String numerators, String denominator) throws SkippedEntryException {
    try {
      List<BigInteger> parts = Arrays.stream(numerators.split(",")).map(n -> new BigInteger(n.strip())).toList();
      BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
      if (denominator != null && !new BigInteger(denominator.strip()).equals(sum)) {
        throw new SkippedEntryException("bad-payout");
      }
      return PayoutVector.of(parts);
    } catch (IllegalArgumentException e) {
      throw new SkippedEntryException("bad-payout");
    }
  }

  private static BigDecimal fraction(String text) throws SkippedEntryException {
    if (text == null) {
      return null;
    }
    if (!text.strip().matches("\\d{1,3}(\\.\\d{1,60})?")) {
      throw new SkippedEntryException("bad-payout");
    }
    return new BigDecimal(text.strip());
  }
}
