-- What decides the positions of a portion of wallets, wallet by wallet and in the order in which it counts: what is published of each (PUBLISHED), then events.
-- Of pairs that are replayed all events are here, of others those that came after the run {watermark}. Within a second the source has no order of
-- transactions: there, what was gained comes before what was given up, so that no sale goes uncovered for want of a purchase beside it.
-- The columns and their types are those that PositionsTable decodes. kind: PUBLISHED 0, SPLIT 1, BUY 2, CONVERSION 3, SELL 4, MERGE 5, REDEMPTION 6.
-- outcome: the index of a trade's outcome; how many outcomes there are for splits and merges. Amounts are 10^-6; shares of a redemption: what it paid. usd: 1 for a published position that is replayed.
-- Left out, and counted by gates: trades of unknown tokens (markets-missing-dim), conversions of unknown questions (conversions-mapped).
-- Redemptions of conditions whose payout is unknown are here without payouts (and counted by redemptions-priced).
WITH
  replayed AS (SELECT wallet, condition_id FROM ledger_affected WHERE replay = 1),
  -- what is replayed of a group is all of it
  replayed_groups AS (
    SELECT r.wallet AS wallet, m.neg_risk_market_id AS neg_risk_market_id
    FROM replayed AS r
    INNER JOIN (SELECT neg_risk_market_id, condition_id FROM markets_dim FINAL WHERE neg_risk_market_id != '') AS m ON m.condition_id = r.condition_id
  )
SELECT wallet, kind, condition_id, toUInt32(outcome), toUnixTimestamp(ts) AS time, shares, usd, fee_shares, fee_usd, payouts, given_up, gained, published, category
FROM (
  SELECT
    t.wallet AS wallet, t.ts AS ts, t.event_key AS event_key,
    if(t.direction = 'BUY', toUInt8(2), toUInt8(4)) AS kind,
    k.condition_id AS condition_id, toInt32(k.outcome_index) AS outcome,
    toInt64(toDecimal128(t.shares, 6) * 1000000) AS shares, toInt64(toDecimal128(t.usd, 6) * 1000000) AS usd,
    toInt64(toDecimal128(t.fee_shares, 6) * 1000000) AS fee_shares, toInt64(toDecimal128(t.fee_usd, 6) * 1000000) AS fee_usd,
    CAST([], 'Array(Int64)') AS payouts, CAST([], 'Array(String)') AS given_up, CAST([], 'Array(String)') AS gained,
    CAST([], 'Array(Int128)') AS published, '' AS category
  FROM (
    SELECT event_key, wallet, token_id, direction, shares, usd, fee_shares, fee_usd, ts FROM trades_raw FINAL
    WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND ({everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades))
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
    UNION ALL
    SELECT event_key, wallet, token_id, direction, shares, usd, fee_shares, fee_usd, ts FROM ledger_new_trades
    WHERE {everything:UInt8} = 0 AND replay = 0
      AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND (wallet, token_id) NOT IN (SELECT wallet, token_id FROM ledger_affected_trades)
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
  ) AS t
  INNER JOIN (SELECT token_id, condition_id, outcome_index FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id

  UNION ALL

  SELECT
    e.wallet, e.ts, e.event_key,
    multiIf(e.kind = 'SPLIT', toUInt8(1), e.kind = 'CONVERSION', toUInt8(3), e.kind = 'MERGE', toUInt8(5), toUInt8(6)), e.condition_id, toInt32(greatest(toUInt32(k.outcomes), 2)),
    toInt64(toDecimal128(e.amount, 6) * 1000000), 0, 0, 0,
    if(e.kind = 'REDEMPTION',
      arrayMap(n -> toInt64(intDiv(toInt256(n) * 1000000, greatest(toInt256(k.payout_denominator), toInt256(1)))), k.payout_numerators), []),
    arrayMap(q -> q.2, arrayFilter(q -> bitAnd(bitShiftRight(e.index_sets[1], q.1), toUInt256(1)) = 1, arraySlice(m.questions, 1, e.questions))) AS given_up,
    arrayMap(q -> q.2, arrayFilter(q -> bitAnd(bitShiftRight(e.index_sets[1], q.1), toUInt256(1)) = 0, arraySlice(m.questions, 1, e.questions))),
    [], ''
  FROM (
    SELECT event_key, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, if(kind = 'CONVERSION', question_count, 0) AS questions, ts
    FROM position_events FINAL
    WHERE cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
      AND ({everything:UInt8} = 1 OR wallet IN (SELECT wallet FROM replayed) AND if(kind = 'CONVERSION',
        (wallet, neg_risk_market_id) IN (SELECT wallet, neg_risk_market_id FROM replayed_groups),
        (wallet, condition_id) IN (SELECT wallet, condition_id FROM replayed)))
    UNION ALL
    SELECT event_key, wallet, kind, condition_id, neg_risk_market_id, amount, index_sets, if(kind = 'CONVERSION', question_count, 0), ts
    FROM position_events
    WHERE {everything:UInt8} = 0 AND revision > {watermark:UInt64} AND is_deleted = 0
      AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
      AND if(kind = 'CONVERSION',
        (wallet, neg_risk_market_id) NOT IN (SELECT wallet, neg_risk_market_id FROM replayed_groups),
        (wallet, condition_id) NOT IN (SELECT wallet, condition_id FROM replayed))
      AND wallet NOT IN (SELECT address FROM contracts FINAL)
  ) AS e
  LEFT JOIN ledger_conditions AS k ON k.condition_id = e.condition_id
  LEFT JOIN neg_risk_groups AS m ON m.neg_risk_market_id = e.neg_risk_market_id
  WHERE e.kind != 'CONVERSION' OR e.questions <= m.mapped_questions AND notEmpty(given_up)

  UNION ALL

  SELECT
    wallet, toDateTime(0, 'UTC'), '', toUInt8(0), condition_id, toInt32(outcome_index), 0,
    toInt64((wallet, condition_id) IN (SELECT wallet, condition_id FROM replayed)), 0, 0, [], [], [],
    arrayConcat(
      arrayMap(x -> toInt128(x * 1000000), [bought_shares, sold_shares, bought_usd, sold_usd, split_shares, merged_shares, converted_shares, split_cash, merge_cash,
        conversion_cash, fee_shares, fee_usd, redeemed_usd, average_cost_pnl_usd, held_shares, average_price, acquired_shares, oversold_shares, redeemed_shares,
        net_average_cost_pnl_usd, net_held_shares, net_average_price, net_acquired_shares, net_oversold_shares, net_redeemed_shares, realized_pnl_usd]),
      arrayMap(x -> toInt128(x), [trades, toUInt64(redemptions), toUInt64(toUnixTimestamp(first_redemption_ts)), toUInt64(toUnixTimestamp(first_ts)),
        toUInt64(toUnixTimestamp(last_ts)), toUInt64(toUnixTimestamp(checkpoint_at))])),
    toString(canonical_category)
  FROM ledger_former
  WHERE {everything:UInt8} = 0 AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
)
ORDER BY wallet, ts, kind, event_key
SETTINGS max_bytes_before_external_sort = 1000000000
