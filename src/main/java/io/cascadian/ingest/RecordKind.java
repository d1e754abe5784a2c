package io.cascadian.ingest;

import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Describes the kinds of records that streams have, which routes name as the parameter {@code target}: how a record becomes rows, and where its events
 * are stored. A stream of a new kind needs a constant here, its mapper, and its route.
 */
enum RecordKind {
  FILL("fill", Events.TRADES, (contracts, pools) -> new FillMapper(contracts.exchanges())),
  AMM_TRADE("amm-trade", Events.TRADES, (contracts, pools) -> new AmmTradeMapper(pools)),
  SPLIT("split", Events.POSITIONS, (contracts, pools) -> new PositionEventMapper(1)),
  MERGE("merge", Events.POSITIONS, (contracts, pools) -> new PositionEventMapper(2)),
  REDEMPTION("redemption", Events.POSITIONS, (contracts, pools) -> new PositionEventMapper(3)),
  CONVERSION("conversion", Events.POSITIONS, (contracts, pools) -> new PositionEventMapper(4)),
  REWARD("reward", Events.REWARDS, (contracts, pools) -> RecordKind::reward),
  TRANSFER("transfer", Events.TRANSFERS, (contracts, pools) -> new TransferMapper(contracts.addresses())),
  TOKEN("token", Events.NONE, (contracts, pools) -> RecordKind::token),
  CONDITION("condition", Events.NONE, (contracts, pools) -> RecordKind::condition),
  RESOLUTION_TIME("resolution-time", Events.NONE, (contracts, pools) -> RecordKind::resolutionTime),
  AMM_POOL("amm-pool", Events.NONE, (contracts, pools) -> RecordKind::pool);

  /** Lists the tables for events; entities are not events, and are read again when they change. */
  enum Events {
    TRADES("trades_raw", "trades", true),
    POSITIONS("position_events", "position-events", true),
    REWARDS("wallet_rewards", "rewards", false),
    TRANSFERS("share_transfers", "transfers", false),
    NONE("", "", false);

    private final String table;
    private final String sql;
    private final boolean inLedger;

    /**
     * @param sql name of the table in the names of this package's statements
     * @param inLedger whether wallets' positions and P&L are made of it
     */
    Events(String table, String sql, boolean inLedger) {
      this.table = table;
      this.sql = sql;
      this.inLedger = inLedger;
    }

    String table() {
      return table;
    }

    String sql() {
      return sql;
    }

    boolean inLedger() {
      return inLedger;
    }
  }

  /** Creates the mapper for one stream and one run. */
  @FunctionalInterface
  private interface Mappers {
    RecordMapper mapper(Contracts contracts, Supplier<AmmPools> pools);
  }

  /** As in the enumeration of the table, which counts from 1. */
  private static final List<String> REWARD_KINDS = List.of("REWARD", "MAKER_REBATE", "TAKER_REBATE");

  private final String target;
  private final Events events;
  private final Mappers mappers;

  RecordKind(String target, Events events, Mappers mappers) {
    this.target = target;
    this.events = events;
    this.mappers = mappers;
  }

  /** Returns the kind that a route names; empty when there is none of that name. */
  static Optional<RecordKind> find(String target) {
    return Arrays.stream(values()).filter(kind -> kind.target.equals(target)).findFirst();
  }

  /** Returns the names of all kinds. */
  static String targets() {
    return Arrays.stream(values()).map(kind -> kind.target).collect(Collectors.joining(", "));
  }

  /**
   * Makes the mapper of a kind, for one stream and one run.
   *
   * @param contracts of the market, which are no wallets
   * @param pools asked for when the first record that needs them is mapped
   * @throws IllegalArgumentException when there is no such target
   */
  static RecordMapper mapper(String target, Contracts contracts, Supplier<AmmPools> pools) {
    return find(target).orElseThrow(() -> new IllegalArgumentException("there is no stream target '" + target + "'; known are " + targets()))
        .mappers.mapper(contracts, pools);
  }

  Events events() {
    return events;
  }

  /** Maps what a wallet was paid beside its trading; one without a kind is a reward. */
  private static int reward(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String id = fields.text("id");
    long time = fields.time("timestamp");
    String wallet = fields.address("stakeholder");
    long amount = fields.amount("amount");
    String name = fields.isNull("kind") ? REWARD.name() : fields.text("kind");
    int kind = REWARD_KINDS.indexOf(name) + 1;
    if (kind == 0) {
      throw new RejectedRecordException("unknown-reward-kind", "kind = " + name + " is none of " + REWARD_KINDS);
    }
    String condition = fields.isNull("condition") ? "" : fields.hash("condition");
    rows.of(Table.WALLET_REWARDS)
        .string(id).string(wallet).int8(kind).string(condition).int64(amount).int32(time).string(stream.source()).string(stream.era()).int64(fence).int8(0)
        .endRow();
    return 1;
  }

  /** Maps a pool to the tokens of its condition; a pool with several conditions to its address only. */
  private static int pool(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String address = fields.address("id");
    List<String> conditions = fields.hashes("conditions");
    rows.of(Table.CONTRACTS).string(address).string(stream.source()).string("amm").string(stream.subgraph())
        .string(conditions.size() == 1 ? conditions.get(0) : "").int64(fence).int8(0).endRow();
    return 1;
  }

  private static int token(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    BigInteger token = fields.uint256("id");
    String condition = fields.hash("condition");
    int index = fields.small("outcomeIndex", 255);
    rows.of(Table.TOKENS_DIM).uint256(token).string(condition).int8(index).string(stream.source()).int64(fence).int8(0).endRow();
    return 1;
  }

  /** Positions are tokens by outcome index; a denominator above 0 means resolved. */
  private static int condition(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String condition = fields.hash("id");
    List<BigInteger> positions = fields.uint256s("positionIds");
    List<BigInteger> numerators = fields.uint256s("payoutNumerators");
    BigInteger denominator = fields.uint256("payoutDenominator");
    boolean resolved = denominator.signum() > 0;
    if (resolved && !numerators.stream().reduce(BigInteger.ZERO, BigInteger::add).equals(denominator)) {
      throw new RejectedRecordException("bad-payout", "the numerators " + numerators + " do not sum to " + denominator);
    }
    if (positions.size() > 256) {
      throw new RejectedRecordException("bad-number", positions.size() + " positions");
    }
    for (int i = 0; i < positions.size(); i++) {
      rows.of(Table.TOKENS_DIM).uint256(positions.get(i)).string(condition).int8(i).string(stream.source()).int64(fence).int8(0).endRow();
    }
    if (!resolved) {
      return positions.size();
    }
    BigInteger divisor = divisor(numerators);
    rows.of(Table.MARKET_RESOLUTIONS)
        .string(condition).string("chain").string("")
        .uint256s(numerators.stream().map(n -> n.divide(divisor)).toList()).uint256(denominator.divide(divisor))
        .int8(1).nullableInt64(null).string(stream.subgraph()).int64(fence).int8(0).endRow();
    return positions.size() + 1;
  }

  /**
   * Maps a condition to the time of its resolution, and one without a time to a tombstone: it may have had one before. Its payout is stored for comparison
   * only.
   */
  private static int resolutionTime(StreamDefinition stream, SourceRecord record, long fence, Rows rows) throws RejectedRecordException {
    Fields fields = new Fields(record);
    String condition = fields.hash("id");
    long time = fields.isNull("resolutionTimestamp") ? 0 : fields.time("resolutionTimestamp");
    boolean resolved = time > 0;
    List<BigInteger> numerators = !resolved || fields.isNull("payoutNumerators") ? List.of() : fields.uint256s("payoutNumerators");
    BigInteger divisor = divisor(numerators);
    rows.of(Table.CONDITION_RESOLUTION_TIMES)
        .string(condition).int32(time).uint256s(numerators.stream().map(n -> n.divide(divisor)).toList())
        .string(stream.subgraph()).int64(fence).int8(resolved ? 0 : 1).endRow();
    return 1;
  }

  /** Returns the greatest common divisor, and 1 where all are 0 or there are none. */
  private static BigInteger divisor(List<BigInteger> numerators) {
    return numerators.stream().reduce(BigInteger.ZERO, BigInteger::gcd).max(BigInteger.ONE);
  }
}
