package io.cascadian.ingest;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Finds the outcome tokens of each pool of the legacy AMM. Reads all pools once; there are some ten thousand and no new ones. */
final class AmmPools {

  /** Reason: no pool of this address has been read. */
  static final String UNKNOWN_POOL = "unknown-pool";
  /** The pool's condition, or any of its tokens, has not been read. */
  static final String UNKNOWN_CONDITION = "unknown-condition";
  /** The condition's tokens are known, but none of this outcome. */
  static final String UNKNOWN_TOKEN = "unknown-token";

  private final Map<String, Pool> pools = new HashMap<>();

  private record Pool(String condition, Map<Integer, BigInteger> tokens) {}

  private AmmPools() {}

  /** Reads the pools that the tables hold now. */
  static AmmPools load(ClickHouse clickHouse) {
    AmmPools known = new AmmPools();
    clickHouse.forEach(Sql.load("ingest/amm-pool-tokens"), Map.of(), row -> {
      Pool pool = known.pools.computeIfAbsent(row.getString("pool"), address -> new Pool(row.getString("condition_id"), new HashMap<>()));
      if (!row.getString("known_condition_id").isEmpty()) {
        pool.tokens.put((int) row.getLong("outcome_index"), row.getBigInteger("token_id"));
      }
    });
    return known;
  }

  /**
   * Returns the token of an outcome.
   *
   * @param address of the pool, lower case
   * @throws RejectedRecordException when it is not known
   */
  BigInteger token(String address, int outcome) throws RejectedRecordException {
    Pool pool = pools.get(address);
    if (pool == null) {
      throw new RejectedRecordException(UNKNOWN_POOL, "pool " + address);
    }
    if (pool.tokens.isEmpty()) {
      throw new RejectedRecordException(UNKNOWN_CONDITION, "pool " + address
          + (pool.condition.isEmpty()
              ? " is not of one condition"
              : " is of condition " + pool.condition + ", whose tokens are not known"));
    }
    BigInteger token = pool.tokens.get(outcome);
    if (token == null) {
      throw new RejectedRecordException(
          UNKNOWN_TOKEN, "condition " + pool.condition + " of pool " + address + " has no outcome " + outcome);
    }
    return token;
  }
}
