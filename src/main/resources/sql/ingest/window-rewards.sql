-- Makes a copy of wallet_rewards' columns a table in which the two sides of a window meet.
ALTER TABLE {staging:Identifier}
  ADD COLUMN side Enum8('SOURCE' = 1, 'STORED' = 2, 'UNUSABLE' = 3) DEFAULT 'SOURCE',
  ADD COLUMN key String MATERIALIZED concat(wallet, '|', event_key),
  ADD COLUMN amounts Array(Decimal(38, 6)) MATERIALIZED [amount]
