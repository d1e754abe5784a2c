-- Every position of a tracked wallet that was ever looked at, once: what makes a signal count once, whatever is replayed or removed by hand.
CREATE TABLE strategy_signals (
  strategy_id  bigint      NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
  wallet       text        NOT NULL,
  condition_id text        NOT NULL,
  decision     text        NOT NULL CHECK (decision IN ('baseline', 'added', 'listed', 'suppressed', 'inactive')),
  fence        bigint      NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (strategy_id, wallet, condition_id)
);
COMMENT ON TABLE strategy_signals IS 'Positions of tracked wallets that have been looked at; each counts once for a strategy';
COMMENT ON COLUMN strategy_signals.strategy_id IS 'of strategies';
COMMENT ON COLUMN strategy_signals.wallet IS 'address, lower case';
COMMENT ON COLUMN strategy_signals.condition_id IS 'the market that it took a position in; 64 lower-case hex digits without 0x';
COMMENT ON COLUMN strategy_signals.decision IS
  'baseline: it held the position at the first look; added: put on the list; listed: it was there already; suppressed: by the kill switch; inactive: the strategy was not active';
COMMENT ON COLUMN strategy_signals.fence IS 'fence of the run that decided';
COMMENT ON COLUMN strategy_signals.decided_at IS 'when it was decided';
