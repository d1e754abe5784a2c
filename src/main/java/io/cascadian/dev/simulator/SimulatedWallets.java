package io.cascadian.dev.simulator;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.SplittableRandom;

/**
 * Generates the wallets of a simulation: address, skill, stake and activity of each.
 *
 * <p>Skill is the surplus probability of picking the better outcome. Immutable, thread-safe.
 */
final class SimulatedWallets {

  /** The exchange contract of ordinary and of neg-risk markets, as counterparties of takers. */
  static final int EXCHANGE = -1;
  static final int NEG_RISK_EXCHANGE = -2;

  /** In version 1 these, whoever they are, make two thirds of the other sides. */
  private static final int MARKET_MAKERS = 24;

  private static final SerializedString EXCHANGE_ADDRESS = new SerializedString("0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e");
  private static final SerializedString NEG_RISK_EXCHANGE_ADDRESS = new SerializedString("0xc5d563a36ae78145c45a50134d48a1215220f80a");

  private final SerializedString[] addresses;
  private final double[] skill;
  private final double[] stake;
  private final double[] cumulative;
  private final boolean[] hedger;
  private final int marketMakers;

  /** Draws wallets of alike activity: the most active one has a few hundred times the fills of the least active one. */
  static SimulatedWallets alike(long seed, int count) {
    return new SimulatedWallets(seed, count, 0, MARKET_MAKERS);
  }

  /** Draws wallets of which the one of rank r is active in proportion to 1/r^exponent, as taker and as maker alike. */
  static SimulatedWallets zipf(long seed, int count, double exponent) {
    return new SimulatedWallets(seed, count, exponent, 0);
  }

  private SimulatedWallets(long seed, int count, double exponent, int marketMakers) {
    this.marketMakers = marketMakers;
    SplittableRandom random = new SplittableRandom(seed ^ 0x77616c6c657473L);
    addresses = new SerializedString[count];
    skill = new double[count];
    stake = new double[count];
    cumulative = new double[count];
    hedger = new boolean[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      addresses[i] = new SerializedString(Hash.address(Hash.mix(seed) + i));
      boolean sharp = random.nextDouble() < 0.08;
      skill[i] = sharp ? 0.10 + 0.20 * random.nextDouble() : -0.08 + 0.14 * random.nextDouble();
      stake[i] = 5 * StrictMath.exp(1.1 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 0.5));
      hedger[i] = random.nextDouble() < 0.05;
      double alike = Math.min(400, StrictMath.pow(1 - random.nextDouble(), -0.8));
      total += marketMakers > 0 ? alike : StrictMath.pow(i + 1, -exponent);
      cumulative[i] = total;
    }
  }

  int count() {
    return addresses.length;
  }

  String address(int wallet) {
    return encodedAddress(wallet).getValue();
  }

  /** Returns the address with its encoded form cached, for callers that write it often. */
  SerializedString encodedAddress(int wallet) {
    return switch (wallet) {
      case EXCHANGE -> EXCHANGE_ADDRESS;
      case NEG_RISK_EXCHANGE -> NEG_RISK_EXCHANGE_ADDRESS;
      default -> addresses[wallet];
    };
  }

  boolean isExchange(int wallet) {
    return wallet < 0;
  }

  /** Returns one wallet, the active ones more often. */
  int pick(SplittableRandom random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] < point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns one of the wallets that offer prices in all markets. */
  int marketMaker(SplittableRandom random) {
    return marketMakers > 0 ? random.nextInt(marketMakers) : pick(random);
  }

  /** Surplus probability of picking the better outcome. */
  double skill(int wallet) {
    return skill[wallet];
  }

  /** Typical size of a trade, in shares. */
  double stake(int wallet) {
    return stake[wallet];
  }

  boolean isHedger(int wallet) {
    return hedger[wallet];
  }
}
