-- Rows of a wallet's events, newest first, each version of an event. Read in the order of the table, so that what is read is what is returned: with the revision
-- in ORDER BY it would be all events of the wallet. Values as they are stored: the caller makes texts of them.
-- include ledger/parts/events-of-wallet
ORDER BY wallet DESC, ts DESC, event_key DESC, token_id DESC
LIMIT {limit:UInt32}
SETTINGS max_execution_time = 5, max_threads = 1
