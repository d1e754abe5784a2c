-- A wallet that holds nothing and has nothing resolved has its row too: what it earned by selling is in its average-cost P&L. And what was paid in fees,
-- which is in no cash flow.
CREATE OR REPLACE VIEW wallet_pnl_summary_final AS
SELECT
  wallet,
  sum(realized)                                                    AS realized_pnl_usd,
  if(sum(unpriced) + sum(uncosted) = 0, sum(unrealized), NULL)     AS unrealized_pnl_usd,
  realized_pnl_usd + unrealized_pnl_usd                            AS total_pnl_usd,
  sum(resolved)                                                    AS resolved_conditions,
  sum(open)                                                        AS open_conditions,
  sum(unpriced)                                                    AS unpriced_holdings,
  sum(uncosted)                                                    AS uncosted_holdings,
  sum(average_cost)                                                AS average_cost_pnl_usd
FROM (
  SELECT
    wallet, realized_pnl_usd AS realized, toDecimal128(0, 6) AS unrealized,
    resolved_conditions AS resolved, toUInt64(0) AS open, toUInt64(0) AS unpriced, toUInt64(0) AS uncosted,
    toDecimal128(0, 6) AS average_cost
  FROM wallet_realized_pnl_final
  UNION ALL
  SELECT
    wallet, toDecimal128(0, 6), ifNull(unrealized_pnl_usd, toDecimal128(0, 6)),
    toUInt64(0), open_conditions, unpriced_holdings, uncosted_holdings, toDecimal128(0, 6)
  FROM wallet_unrealized_pnl_v2
  UNION ALL
  SELECT wallet, toDecimal128(0, 6), toDecimal128(0, 6), toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), sum(average_cost_pnl_usd)
  FROM wallet_average_cost_pnl
  GROUP BY wallet
)
GROUP BY wallet
COMMENT 'Realised and unrealised P&L per wallet and their sum, which is NULL where the unrealised part is not known. What was earned by selling before the resolution is in neither until then, and in average_cost_pnl_usd at once.';

ALTER TABLE wallet_pnl_summary_final
  COMMENT COLUMN wallet              'address, lower case',
  COMMENT COLUMN realized_pnl_usd    'as in wallet_realized_pnl_final; 0 where nothing is resolved',
  COMMENT COLUMN unrealized_pnl_usd  'as in wallet_unrealized_pnl_v2; 0 where nothing is held',
  COMMENT COLUMN total_pnl_usd       'their sum; NULL where the unrealised part is',
  COMMENT COLUMN resolved_conditions 'resolved conditions with P&L',
  COMMENT COLUMN open_conditions     'unresolved conditions with a holding',
  COMMENT COLUMN unpriced_holdings   'whose token nobody traded',
  COMMENT COLUMN uncosted_holdings   'whose cost is not known',
  COMMENT COLUMN average_cost_pnl_usd 'sum of wallet_average_cost_pnl over all conditions, resolved or not; another definition, not a part of the sum';

CREATE OR REPLACE VIEW wallet_condition_fees AS
SELECT
  t.wallet AS wallet,
  k.condition_id AS condition_id,
  t.era AS era,
  sumIf(toDecimal128(t.fee, 6), t.era = 'V1' AND t.direction = 'BUY')     AS fee_shares,
  sumIf(toDecimal128(t.fee, 6), NOT (t.era = 'V1' AND t.direction = 'BUY')) AS fee_usd,
  count()                                                                 AS trades_with_fee
FROM (SELECT wallet, token_id, era, direction, fee FROM trades_raw FINAL) AS t
INNER JOIN (SELECT token_id, condition_id FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
WHERE t.fee > 0 AND t.wallet NOT IN (SELECT address FROM contracts FINAL)
GROUP BY t.wallet, k.condition_id, t.era
COMMENT 'Fees that a wallet paid in a condition, as the events say them. No wallet table counts them: a fee in shares was never received, so net_shares and what follows from it are too high by it; one in USDC is in no cash flow. Filter by wallet: it reads the raw trades.';

ALTER TABLE wallet_condition_fees
  COMMENT COLUMN wallet          'address, lower case',
  COMMENT COLUMN condition_id    '64 hex',
  COMMENT COLUMN era             'V1, V2 or AMM; those of the AMM are in usd of trades_raw already',
  COMMENT COLUMN fee_shares      'outcome tokens kept back from purchases of era V1',
  COMMENT COLUMN fee_usd         'USDC: of sales of era V1, of all trades of AMM; of V2 as the event has it, whose unit is not verified',
  COMMENT COLUMN trades_with_fee 'trades with a fee above 0';

ALTER TABLE trades_raw
  COMMENT COLUMN fee 'as in the event; V1: in the asset that the wallet receives (shares of a BUY, USDC of a SELL), AMM: USDC, in usd already, V2: not verified. In no cashflow, and not taken off shares';
ALTER TABLE outcome_positions_v2
  COMMENT COLUMN net_shares 'bought - sold + split - merged + converted; redemptions are left out on both sides of P&L. A fee kept back in shares is not taken off (wallet_condition_fees)';
ALTER TABLE wallet_condition_pnl
  COMMENT COLUMN realized_pnl_usd 'cashflow + payout_value; before fees, which wallet_condition_fees has';
