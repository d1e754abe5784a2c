package io.cascadian.resolution;

import io.cascadian.files.NumberText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Validates one entry of a map: values that it gives in several ways must agree.
 *
 * @param outcome {@code YES}, {@code NO}, {@code SPLIT}, or {@code VECTOR} for payouts by outcome index
 * @param yesNo whether the payouts are (yes, no) rather than by outcome index
 * @param byLabel the (yes, no) payouts that the entry gives besides a vector; null when it gives none, or none that could differ
 */
record MapEntry(String conditionId, String marketId, String outcome, PayoutVector payouts, boolean yesNo, PayoutVector byLabel) {

  /** The fields that are read of an entry. */
  static final Set<String> FIELDS = Set.of(
      "condition_id", "market_id", "resolved_outcome", "payout_yes", "payout_no", "payout_numerators", "payout_denominator", "resolved_at");

  private static final PayoutVector YES = PayoutVector.of(List.of(BigInteger.ONE, BigInteger.ZERO));
  private static final PayoutVector NO = YES.reversed();

  /**
   * @param entry fields as text, arrays in brackets; an absent, null or blank one has no value, and neither has an empty array of numerators
   * @throws SkippedEntryException with the first reason that applies, in the order in which a person would ask
   */
  static MapEntry of(Map<String, String> entry) throws SkippedEntryException {
    String condition = conditionId(entry.get("condition_id"));
    String market = marketId(entry.get("market_id"));
    String given = text(entry, "resolved_outcome");
    String outcome = given == null ? "" : given.strip().toUpperCase(Locale.ROOT);
    String numerators = text(entry, "payout_numerators");
    if (numerators != null && !numerators.replaceAll("[\\[\\]\\s]", "").isEmpty()) {
      PayoutVector vector = vector(numerators, text(entry, "payout_denominator"));
      return new MapEntry(condition, market, "VECTOR", vector, false, besides(vector, outcome, entry));
    }
    PayoutVector payouts = switch (outcome) {
      case "" -> throw new SkippedEntryException("no-outcome");
      case "YES", "NO" -> agreed(outcome, entry);
      case "SPLIT" -> split(fraction(entry, "payout_yes"), fraction(entry, "payout_no"));
      default -> throw new SkippedEntryException("unknown-outcome");
    };
    return new MapEntry(condition, market, outcome, payouts, true, null);
  }

  /** Returns the payouts by outcome and fractions besides a vector; only the market's labels show which of the two is index 0, so either is accepted here. */
  private static PayoutVector besides(PayoutVector vector, String outcome, Map<String, String> entry) throws SkippedEntryException {
    BigDecimal yes = fraction(entry, "payout_yes");
    BigDecimal no = fraction(entry, "payout_no");
    boolean hasFractions = yes != null || no != null;
    if (outcome.equals("SPLIT") && vector.numerators().contains(vector.denominator())) {
      throw new SkippedEntryException("bad-payout");
    }
    if (!outcome.equals("YES") && !outcome.equals("NO") && !hasFractions) {
      return null;
    }
    PayoutVector byLabel = outcome.equals("YES") || outcome.equals("NO")
        ? agreed(outcome, entry)
        : split(yes == null ? BigDecimal.ONE.subtract(no) : yes, no == null ? BigDecimal.ONE.subtract(yes) : no);
    if (!byLabel.equals(vector) && !byLabel.reversed().equals(vector)) {
      throw new SkippedEntryException("bad-payout");
    }
    return byLabel.equals(byLabel.reversed()) ? null : byLabel;
  }

  private static String text(Map<String, String> entry, String field) {
    String text = entry.get(field);
    return text == null || text.isBlank() ? null : text;
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

  private static String marketId(String text) throws SkippedEntryException {
    // "unknown" is what a failed look-up left behind
    if (text == null || text.isBlank() || text.equalsIgnoreCase("unknown") || text.equalsIgnoreCase("null")) {
      throw new SkippedEntryException("no-market-id");
    }
    return NumberText.id(text).orElseThrow(() -> new SkippedEntryException("bad-market-id"));
  }

  /** Returns the vector that the outcome stands for; given fractions must not say otherwise. */
  private static PayoutVector agreed(String outcome, Map<String, String> entry) throws SkippedEntryException {
    PayoutVector expected = outcome.equals("YES") ? YES : NO;
    String[] fields = {"payout_yes", "payout_no"};
    for (int i = 0; i < fields.length; i++) {
      BigDecimal given = fraction(entry, fields[i]);
      if (given != null && given.compareTo(new BigDecimal(expected.numerators().get(i))) != 0) {
        throw new SkippedEntryException("bad-payout");
      }
    }
    return expected;
  }

  private static PayoutVector split(BigDecimal yes, BigDecimal no) throws SkippedEntryException {
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
      List<BigInteger> parts = Arrays.stream(numerators.strip().replaceFirst("^\\[(.*)]$", "$1").split(",", -1)).map(MapEntry::whole).toList();
      BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
      if (denominator != null && !whole(denominator).equals(sum)) {
        throw new SkippedEntryException("bad-payout");
      }
      return PayoutVector.of(parts);
    } catch (IllegalArgumentException e) {
      throw new SkippedEntryException("bad-payout");
    }
  }

  private static BigInteger whole(String text) {
    return NumberText.whole(number(text)).orElseThrow(() -> new IllegalArgumentException("no whole number: " + text));
  }

  private static BigDecimal fraction(Map<String, String> entry, String field) throws SkippedEntryException {
    String text = text(entry, field);
    return text == null ? null : NumberText.decimal(number(text)).orElseThrow(() -> new SkippedEntryException("bad-payout"));
  }

  /** Accepts true and false, as some writers mark winners and losers; numbers of a list that is text may be in quotes of their own. */
  private static String number(String text) {
    String number = text.strip().replaceFirst("^([\"'])(.*)\\1$", "$2");
    return switch (number) {
      case "true" -> "1";
      case "false" -> "0";
      default -> number;
    };
  }
}
