package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PayoutVectorTest {

  @Property
  void samePayouts_areSameVector_atAnyScale(
      @ForAll @Size(min = 2, max = 6) List<@LongRange(min = 0, max = 1_000_000) Long> parts, @ForAll @LongRange(min = 1, max = 1_000) long scale) {
    if (parts.stream().allMatch(p -> p == 0)) {
      return;
    }
    PayoutVector vector = PayoutVector.of(parts.stream().map(BigInteger::valueOf).toList());
    assertThat(PayoutVector.of(parts.stream().map(p -> BigInteger.valueOf(p * scale)).toList())).isEqualTo(vector);
    assertThat(vector.numerators().stream().reduce(BigInteger.ZERO, BigInteger::add)).isEqualTo(vector.denominator());
  }

  @Test
  void fractions_mustSumToOne() {
    assertThat(PayoutVector.ofFractions(List.of(new BigDecimal("0.54"), new BigDecimal("0.46"))))
        .isEqualTo(PayoutVector.of(List.of(BigInteger.valueOf(27), BigInteger.valueOf(23))));
    assertThat(PayoutVector.ofFractions(List.of(new BigDecimal("1"), new BigDecimal("0.0"))))
        .isEqualTo(PayoutVector.of(List.of(BigInteger.ONE, BigInteger.ZERO)));
    assertThatThrownBy(() -> PayoutVector.ofFractions(List.of(new BigDecimal("0.3"), new BigDecimal("0.6")))).hasMessageContaining("0.9");
    assertThatThrownBy(() -> PayoutVector.ofFractions(List.of(new BigDecimal("1.5"), new BigDecimal("-0.5")))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entry_isSkippedForFirstReason() {
    String id = "0x" + "a".repeat(64);
    assertThat(reason(Map.of("market_id", "1", "resolved_outcome", "YES"))).isEqualTo("no-condition-id");
    assertThat(reason(Map.of("condition_id", "0x12", "market_id", "1"))).isEqualTo("bad-condition-id");
    assertThat(reason(Map.of("condition_id", id, "market_id", "unknown"))).isEqualTo("no-market-id");
    assertThat(reason(Map.of("condition_id", id, "market_id", "slug"))).isEqualTo("bad-market-id");
    assertThat(reason(Map.of("condition_id", id, "market_id", "1"))).isEqualTo("no-outcome");
    assertThat(reason(Map.of("condition_id", id, "market_id", "1", "resolved_outcome", "MAYBE"))).isEqualTo("unknown-outcome");
    assertThat(reason(Map.of("condition_id", id, "market_id", "1", "resolved_outcome", "YES", "payout_yes", "0"))).isEqualTo("bad-payout");
    assertThat(reason(Map.of("condition_id", id, "market_id", "1", "resolved_outcome", "SPLIT", "payout_yes", "0.5"))).isEqualTo("bad-payout");
    assertThat(reason(Map.of("condition_id", id, "market_id", "1", "payout_numerators", "1,2", "payout_denominator", "4"))).isEqualTo("bad-payout");
    assertThat(reason(Map.of("condition_id", id.toUpperCase(Locale.ROOT).replace("0X", "0x"), "market_id", "1", "resolved_outcome", "no"))).isEqualTo("");
  }

  private static String reason(Map<String, String> entry) {
    try {
      MapEntry.of(entry);
      return "";
    } catch (SkippedEntryException e) {
      return e.getMessage();
    }
  }
}
