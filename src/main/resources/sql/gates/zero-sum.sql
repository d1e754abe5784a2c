-- What one wallet gains before fees another one loses: trades, splits and merges of a resolved condition come to 0 over all wallets. A cent is left to what the
-- exchange refunds.
WITH
  '' AS which,
  totals AS (SELECT condition_id, imbalance_usd FROM condition_totals WHERE imbalance_usd IS NOT NULL),
  -- include gates/parts/unbalanced-conditions
