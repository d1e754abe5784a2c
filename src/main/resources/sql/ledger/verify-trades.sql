-- Trades, cash and shares of the build that are not what the raw tables say of the wallets in scope.
SELECT concat(what.1, ': ', what.2, ' by what went in, but ', what.3, ' in the build') AS finding
FROM (
  SELECT arrayJoin([
    ('trades', toString(raw.trades), toString(cash.trades)),
    ('cash', toString(raw.cash), toString(cash.clob)),
    ('shares', toString(raw.shares), toString(held.shares))
  ]) AS what
  FROM (
    SELECT count() AS trades, sum(toDecimal128(cashflow, 6)) AS cash,
      sum(if(direction = 'BUY', toDecimal128(shares, 6), -toDecimal128(shares, 6))) AS shares
    FROM trades_raw FINAL
    WHERE ({everything:UInt8} = 1 OR (wallet, token_id) IN (SELECT wallet, token_id FROM ledger_affected_trades))
      AND wallet NOT IN (SELECT address FROM contracts FINAL) AND token_id IN (SELECT token_id FROM tokens_dim FINAL)
  ) AS raw
  CROSS JOIN (SELECT sum(trades) AS trades, sum(clob) AS clob FROM trade_cashflows_v3__build
    WHERE {everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected)) AS cash
  CROSS JOIN (SELECT sum(bought_shares - sold_shares) AS shares FROM outcome_positions_v2__build
    WHERE {everything:UInt8} = 1 OR (wallet, condition_id) IN (SELECT wallet, condition_id FROM ledger_affected)) AS held
)
WHERE what.2 != what.3
