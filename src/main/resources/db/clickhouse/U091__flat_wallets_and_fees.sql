DROP VIEW IF EXISTS wallet_condition_fees;
CREATE OR REPLACE VIEW wallet_pnl_summary_final AS
SELECT
  wallet,
  sum(realized)                                                    AS realized_pnl_usd,
  if(sum(unpriced) + sum(uncosted) = 0, sum(unrealized), NULL)     AS unrealized_pnl_usd,
  realized_pnl_usd + unrealized_pnl_usd                            AS total_pnl_usd,
  sum(resolved)                                                    AS resolved_conditions,
  sum(open)                                                        AS open_conditions,
  sum(unpriced)                                                    AS unpriced_holdings,
  sum(uncosted)                                                    AS uncosted_holdings
FROM (
  SELECT
    wallet, realized_pnl_usd AS realized, toDecimal128(0, 6) AS unrealized,
    resolved_conditions AS resolved, toUInt64(0) AS open, toUInt64(0) AS unpriced, toUInt64(0) AS uncosted
  FROM wallet_realized_pnl_final
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), ifNull(unrealized_pnl_usd, toDecimal128(0, 6)),
    toUInt64(0), open_conditions, unpriced_holdings, uncosted_holdings
  FROM wallet_unrealized_pnl_v2
)
GROUP BY wallet
COMMENT 'Realised and unrealised P&L per wallet and their sum, which is NULL where the unrealised part is not known. What was earned by selling before the resolution is in neither until then.';

ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN realized_pnl_usd    'as in wallet_realized_pnl_final; 0 where nothing is resolved',
  COMMENT COLUMN unrealized_pnl_usd  'as in wallet_unrealized_pnl_v2; 0 where nothing is held',
  COMMENT COLUMN total_pnl_usd       'their sum; NULL where the unrealised part is',
  COMMENT COLUMN resolved_conditions 'resolved conditions with P&L',
  COMMENT COLUMN open_conditions     'unresolved conditions with a holding',
  COMMENT COLUMN unpriced_holdings   'whose token nobody traded',
  COMMENT COLUMN uncosted_holdings   'whose cost is not known';
ALTER TABLE trades_raw
  COMMENT COLUMN fee 'as in the event: in the asset that the wallet receives (shares of a BUY, USDC of a SELL)';
ALTER TABLE outcome_positions_v2
  COMMENT COLUMN net_shares 'bought - sold + split - merged + converted; redemptions are left out on both sides of P&L';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN realized_pnl_usd 'cashflow + payout_value';
