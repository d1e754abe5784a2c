-- Shares that a wallet received from and gave to other wallets; one row, of zeros where nothing is stored of it.
-- The keys of its transfers first, found by sender and by receiver: they limit the granules that FINAL reads.
SELECT
  countIf(to_wallet = {wallet:String})          AS transfers_in,
  countIf(from_wallet = {wallet:String})        AS transfers_out,
  sumIf(shares, to_wallet = {wallet:String})    AS shares_in,
  sumIf(shares, from_wallet = {wallet:String})  AS shares_out,
  toUnixTimestamp(min(ts))                      AS first_ts,
  toUnixTimestamp(max(ts))                      AS last_ts
FROM share_transfers FINAL
WHERE (from_wallet, event_key, batch_index) IN (
    SELECT from_wallet, event_key, batch_index FROM share_transfers WHERE from_wallet = {wallet:String}
    UNION ALL
    SELECT from_wallet, event_key, batch_index FROM share_transfers WHERE to_wallet = {wallet:String})
  AND (from_wallet = {wallet:String} OR to_wallet = {wallet:String})
  AND from_wallet NOT IN (SELECT address FROM contracts FINAL) AND to_wallet NOT IN (SELECT address FROM contracts FINAL)
SETTINGS max_execution_time = 5, max_threads = 1
