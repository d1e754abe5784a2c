package io.cascadian.ingest;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Reads what is stored of a wallet beside its trading: rewards, rebates, and shares that it received or gave without a trade.
 *
 * <p>Read from the stored events, not from a published build, so it is as new as the last ingestion, but for the first rows of all, which are seen within a second; contracts have none. Statements end by themselves after
 * some seconds. Thread-safe.
 */
public final class WalletActivity {

  /** How long a table that had no rows is not asked again. */
  private static final Duration ABSENT_FOR = Duration.ofSeconds(1);

  private final ClickHouse clickHouse;
  private final LongSupplier nanos;
  private final Stored rewards = new Stored("wallet_rewards");
  private final Stored transfers = new Stored("share_transfers");

  public WalletActivity(ClickHouse clickHouse) {
    this(clickHouse, System::nanoTime);
  }

  /** @param nanos a clock such as {@link System#nanoTime} */
  WalletActivity(ClickHouse clickHouse, LongSupplier nanos) {
    this.clickHouse = clickHouse;
    this.nanos = nanos;
  }

  /**
   * Sums up the payments of one kind.
   *
   * @param kind {@code REWARD}, {@code MAKER_REBATE} or {@code TAKER_REBATE}
   * @param usd USDC paid
   */
  public record Reward(String kind, long payments, BigDecimal usd, Instant firstAt, Instant lastAt) {}

  /**
   * Sums up the rewards of a wallet.
   *
   * @param available false where no rewards of any wallet are stored: no source of them is configured, or it has none
   * @param kinds those that the wallet was paid
   */
  public record Rewards(boolean available, List<Reward> kinds) {

    /** Returns the USDC paid of all kinds. */
    public BigDecimal usd() {
      return kinds.stream().map(Reward::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  /**
   * Sums up the transfers of a wallet.
   *
   * @param available false where no transfers of any wallet are stored
   * @param sharesIn outcome tokens received, of all tokens; {@code sharesOut} given
   * @param firstAt null without any, {@code lastAt} as well
   */
  public record Transfers(boolean available, long in, long out, BigDecimal sharesIn, BigDecimal sharesOut, Instant firstAt, Instant lastAt) {}

  /** @param wallet {@code 0x} and 40 lower-case hex digits */
  public Rewards rewards(String wallet) {
    if (!rewards.mayBeStored()) {
      return new Rewards(false, List.of());
    }
    List<Reward> kinds = clickHouse.query(Sql.load("ingest/wallet-rewards"), Map.of("wallet", wallet), row -> new Reward(row.getString("kind"),
        row.getLong("payments"), row.getBigDecimal("amount_usd"), Instant.ofEpochSecond(row.getLong("first_ts")), Instant.ofEpochSecond(row.getLong("last_ts"))));
    return new Rewards(!kinds.isEmpty() || rewards.isStored(), kinds);
  }

  /** @param wallet {@code 0x} and 40 lower-case hex digits */
  public Transfers transfers(String wallet) {
    if (!transfers.mayBeStored()) {
      return new Transfers(false, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, null, null);
    }
    return clickHouse.queryOne(Sql.load("ingest/wallet-transfers"), Map.of("wallet", wallet), row -> {
      long in = row.getLong("transfers_in");
      long out = row.getLong("transfers_out");
      boolean any = in + out > 0;
      return new Transfers(any || transfers.isStored(), in, out, row.getBigDecimal("shares_in"), row.getBigDecimal("shares_out"),
          any ? Instant.ofEpochSecond(row.getLong("first_ts")) : null, any ? Instant.ofEpochSecond(row.getLong("last_ts")) : null);
    });
  }

  /** Finds out whether a table has rows, before a wallet is looked for in it where it had none when it was last asked; then not again for a second, because many wallets are asked for in one. */
  private final class Stored {

    private final String table;
    private volatile boolean found;
    private volatile Long askedAt;

    Stored(String table) {
      this.table = table;
    }

    boolean mayBeStored() {
      Long last = askedAt;
      return found || (last == null || nanos.getAsLong() - last > ABSENT_FOR.toNanos()) && isStored();
    }

    boolean isStored() {
      askedAt = nanos.getAsLong();
      found = clickHouse.queryLong("SELECT count() FROM " + table, Map.of()) > 0;
      return found;
    }
  }
}
