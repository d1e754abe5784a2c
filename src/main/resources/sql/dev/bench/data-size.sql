-- How much data the reads are from, in words.
SELECT concat(
  formatReadableQuantity((SELECT count() FROM trades_raw)), ' trades, ', formatReadableQuantity((SELECT count() FROM position_events)), ' other events, ',
  toString((SELECT uniqExact(wallet) FROM trade_cashflows_v3)), ' wallets, ', toString((SELECT count() FROM markets_dim FINAL)), ' markets')
