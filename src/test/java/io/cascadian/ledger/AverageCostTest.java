package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.testkit.SharedData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AverageCostTest {

  @Test
  void purchases_enterAverage_salesEarnDifference() {
    AverageCost cost = new AverageCost();
    gain(cost, 400_000, 100_000_000);
    gain(cost, 700_000, 50_000_000);
    assertThat(cost.averagePrice()).isEqualTo(500_000);
    giveUp(cost, 800_000, 60_000_000);
    assertThat(cost.pnl()).isEqualTo(18_000_000);
    assertThat(cost.held()).isEqualTo(90_000_000);
    assertThat(cost.averagePrice()).isEqualTo(500_000);
    cost.redeem(0);
    assertThat(cost.pnl()).isEqualTo(18_000_000 - 45_000_000);
    assertThat(cost.redeemed()).isEqualTo(90_000_000);
    assertThat(cost.held()).isZero();
  }

  @Test
  void oversoldShares_earnNothing_areCounted() {
    AverageCost cost = new AverageCost();
    giveUp(cost, 900_000, 10_000_000);
    assertThat(cost.pnl()).isZero();
    gain(cost, 300_000, 10_000_000);
    giveUp(cost, 500_000, 25_000_000);
    assertThat(cost.pnl()).isEqualTo(2_000_000);
    assertThat(cost.oversold()).isEqualTo(25_000_000);
    assertThat(cost.held()).isZero();
  }

  @Test
  void divisions_truncateTowardZero() {
    AverageCost cost = new AverageCost();
    gain(cost, 1, 2);
    gain(cost, 0, 1);
    // 2 / 3
    assertThat(cost.averagePrice()).isZero();
    AverageCost losing = new AverageCost();
    gain(losing, 999_999, 1);
    giveUp(losing, 0, 1);
    // -0.999999 of a millionth
    assertThat(losing.pnl()).isZero();
    AverageCost bought = new AverageCost();
    bought.buy(2, 3);
    assertThat(bought.averagePrice()).isEqualTo(666_666);
    // zero shares have no price
    bought.buy(10, 0);
    bought.sell(10, 0);
    assertThat(bought.averagePrice()).isEqualTo(666_666);
  }

  @Property
  void holding_isAcquiredMinusDisposed(@ForAll @Size(max = 50) List<@IntRange(min = -1_000_000, max = 1_000_000) Integer> moves) {
    AverageCost cost = new AverageCost();
    long net = 0;
    for (int move : moves) {
      if (move > 0) {
        gain(cost, Math.abs(move) % 1_000_000, move);
      } else {
        giveUp(cost, 500_000, -move);
      }
      net += move;
    }
    assertThat(cost.held()).isNotNegative();
    assertThat(cost.held().subtract(cost.oversold())).isEqualTo(net);
    assertThat(cost.averagePrice()).isBetween(BigInteger.ZERO, LargeAverageCost.SCALE);
  }

  /** The file's own totals are those of another definition, without clamping; our figures for its fills are stated beside it. */
  @Test
  void realFillsOfFourWallets_matchBothDefinitions() throws Exception {
    JsonNode wallets = new ObjectMapper().readTree(SharedData.open("pnl/four-wallet-fills.json"));
    Map<String, String> clamped = new LinkedHashMap<>();
    for (JsonNode wallet : wallets) {
      Map<String, AverageCost> tokens = new HashMap<>();
      Map<String, BigDecimal[]> unclamped = new HashMap<>();
      BigDecimal unclampedTotal = BigDecimal.ZERO;
      for (JsonNode trade : wallet.path("trades")) {
        String token = trade.path("asset_id").asText();
        BigInteger shares = trade.path("size").bigIntegerValue();
        BigInteger usd = trade.path("cost").decimalValue().setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        boolean buy = trade.path("side").asText().equals("BUY");
        AverageCost cost = tokens.computeIfAbsent(token, t -> new AverageCost());
        if (buy) {
          cost.buy(usd.longValueExact(), shares.longValueExact());
        } else {
          cost.sell(usd.longValueExact(), shares.longValueExact());
        }
        unclampedTotal = unclampedTotal.add(unclamped(unclamped.computeIfAbsent(token, t -> new BigDecimal[] {
            BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO}), trade, buy));
      }
      BigInteger total = tokens.values().stream().map(AverageCost::pnl).reduce(BigInteger.ZERO, BigInteger::add);
      clamped.put(wallet.path("canonical_wallet").asText().substring(0, 6), new BigDecimal(total, 6).toPlainString());
      assertThat(unclampedTotal.doubleValue())
          .isCloseTo(wallet.path("summary").path("realized_pnl").asDouble(), within(1.0));
    }
    assertThat(clamped).containsExactlyInAnyOrderEntriesOf(
        Map.of("0x8a62", "0.721467", "0x1e5d", "0.000000", "0x880b", "2.134344", "0xcce2", "-35.552326"));
  }

  /** net, basis, average of a token; what a sale earns, whether or not the shares are there. */
  private static BigDecimal unclamped(BigDecimal[] token, JsonNode trade, boolean buy) {
    BigDecimal shares = trade.path("size").decimalValue();
    BigDecimal earned = BigDecimal.ZERO;
    if (buy) {
      token[1] = token[1].add(trade.path("cost").decimalValue());
      token[0] = token[0].add(shares);
    } else {
      earned = shares.multiply(trade.path("price").decimalValue().subtract(token[2]));
      token[0] = token[0].subtract(shares);
      token[1] = token[0].multiply(token[2]).max(BigDecimal.ZERO);
    }
    token[2] = token[0].signum() > 0 ? token[1].divide(token[0], MathContext.DECIMAL128) : BigDecimal.ZERO;
    return earned;
  }

  /** One step, as numbers: what it does, and an amount and a price or a sum with so many bits. */
  record Step(int kind, long amount, long other) {}

  @Property(tries = 2_000)
  void numbersBeyond64Bits_areComputedAsIntegersOfAnySize(@ForAll("steps") List<Step> steps) {
    AverageCost cost = new AverageCost();
    LargeAverageCost expected = new LargeAverageCost(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    for (Step step : steps) {
      BigInteger amount = BigInteger.valueOf(step.amount);
      BigInteger other = BigInteger.valueOf(step.other);
      switch (step.kind) {
        case 0 -> {
          cost.buy(step.other, step.amount);
          expected.gain(LargeAverageCost.price(other, amount), amount);
        }
        case 1 -> {
          cost.sell(step.other, step.amount);
          expected.giveUp(LargeAverageCost.price(other, amount), amount);
        }
        case 2 -> {
          cost.gain(-step.other, step.amount);
          expected.gain(other.negate(), amount);
        }
        case 3 -> {
          // a price that does not fit
          cost.gain(other.shiftLeft(40), step.amount);
          expected.gain(other.shiftLeft(40), amount);
        }
        case 4 -> {
          cost.giveUp(cost.averagePrice(), step.amount);
          expected.giveUp(expected.averagePrice(), amount);
        }
        case 5 -> {
          cost.redeem(step.other);
          expected.redeem(other);
        }
        default -> cost = AverageCost.of(cost.pnl(), cost.held(), cost.averagePrice(), cost.acquired(), cost.oversold(), cost.redeemed()).copy();
      }
      assertThat(numbers(cost)).as("after %s", step).containsExactly(
          expected.pnl(), expected.held(), expected.averagePrice(), expected.acquired(), expected.oversold(), expected.redeemed());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    // sizes of the exponent are alike, so that some products fit and others do not
    Arbitrary<Long> number = Combinators.combine(Arbitraries.longs().between(0, Long.MAX_VALUE), Arbitraries.integers().between(4, 62)).as((bits, shift) -> bits >>> shift);
    return Combinators.combine(Arbitraries.integers().between(0, 6), number, number).as(Step::new).list().ofMaxSize(12);
  }

  private static List<BigInteger> numbers(AverageCost cost) {
    return List.of(cost.pnl(), cost.held(), cost.averagePrice(), cost.acquired(), cost.oversold(), cost.redeemed());
  }

  private static void gain(AverageCost cost, long price, long shares) {
    cost.gain(price, shares);
  }

  private static void giveUp(AverageCost cost, long price, long shares) {
    cost.giveUp(price, shares);
  }
}
