-- Trades, cash and shares of the build that differ from the raw tables: all trades of what was replayed; else those that came, on top of what is published.
SELECT concat(what.1, ': ', what.2, ' by what went in, but ', what.3, ' in the build') AS finding
FROM (
  SELECT arrayJoin([
    ('trades', toString(raw.trades + former.trades), toString(cash.trades)),
    ('cash', toString(raw.cash + former.cash), toString(cash.clob)),
    ('shares', toString(raw.shares + former.shares), toString(held.shares)),
    ('fees in USDC', toString(raw.fee_usd + former.fee_usd), toString(-cash.fees)),
    ('fees in shares', toString(raw.fee_shares + former.fee_shares), toString(held.fee_shares))
  ]) AS what
  FROM (
    SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash, sum(if(direction = 'BUY', toDecimal128(shares, 6), -toDecimal128(shares, 6))) AS shares,
      sum(toDecimal128(fee_usd, 6)) AS fee_usd, sum(toDecimal128(fee_shares, 6)) AS fee_shares
    FROM (
      SELECT wallet, token_id, direction, cashflow, shares, fee_usd, fee_shares FROM trades_raw FINAL
      WHERE {everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades)
      UNION ALL
      SELECT wallet, token_id, direction, cashflow, shares, fee_usd, fee_shares FROM trades_raw
      WHERE {everything:UInt8} = 0 AND revision > {watermark:UInt64} AND is_deleted = 0
        AND (wallet, token_id) NOT IN (SELECT wallet, token_id FROM ledger_affected_trades)
    )
    WHERE wallet NOT IN (SELECT address FROM contracts FINAL) AND token_id IN (SELECT token_id FROM tokens_dim FINAL)
  ) AS raw
  CROSS JOIN (
    SELECT sum(trades) AS trades, sum(sold_usd - bought_usd) AS cash, sum(bought_shares - sold_shares) AS shares,
      sum(fee_usd) AS fee_usd, sum(fee_shares) AS fee_shares
    FROM ledger_former
    WHERE {everything:UInt8} = 0 AND (condition_id, wallet) NOT IN (SELECT condition_id, wallet FROM ledger_affected WHERE replay = 1)
  ) AS former
  CROSS JOIN (
    SELECT sum(trades) AS trades, sum(clob) AS clob, sum(fees) AS fees
    FROM (
      SELECT trades, clob, fees FROM trade_cashflows_v3__build WHERE {everything:UInt8} = 1
      UNION ALL
      SELECT trades, clob, fees FROM trade_cashflows_v3__layers WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
    )
  ) AS cash
  CROSS JOIN (
    SELECT sum(shares) AS shares, sum(fee_shares) AS fee_shares
    FROM (
      SELECT bought_shares - sold_shares AS shares, fee_shares FROM outcome_positions_v2__build WHERE {everything:UInt8} = 1
      UNION ALL
      SELECT bought_shares - sold_shares, fee_shares FROM outcome_positions_v2__layers WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND is_deleted = 0
    )
  ) AS held
)
WHERE what.2 != what.3
