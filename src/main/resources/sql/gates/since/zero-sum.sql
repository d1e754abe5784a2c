-- What one wallet gains before fees another one loses: trades, splits and merges of a resolved condition come to 0 over all wallets. Of the conditions that were
-- written of late; a cent is left to what the exchange refunds.
WITH
  ' that changed of late' AS which,
  totals AS (
    SELECT condition_id, imbalance_usd
    FROM condition_totals__layers FINAL
    PREWHERE layer IN (SELECT arrayJoin(arrayPopFront(layers['condition_totals'])) FROM published_layers FINAL WHERE name = 'published')
    WHERE imbalance_usd IS NOT NULL
  ),
  -- include gates/parts/unbalanced-conditions
SETTINGS apply_prewhere_after_final = 0, defer_partition_pruning_after_final = 0
