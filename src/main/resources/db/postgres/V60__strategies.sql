-- What a trading strategy follows, and the markets that are watched for it.
CREATE TABLE strategies (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text        NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
  active     boolean     NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE strategies IS 'Trading strategies';
COMMENT ON COLUMN strategies.id IS 'as in the paths of the HTTP interface';
COMMENT ON COLUMN strategies.name IS 'what people call it; no two have the same';
COMMENT ON COLUMN strategies.active IS 'whether positions of its wallets put markets on its list';
COMMENT ON COLUMN strategies.created_at IS 'when it was created';
COMMENT ON COLUMN strategies.updated_at IS 'when name, wallets, categories or active were changed last';

CREATE TABLE strategy_wallets (
  strategy_id  bigint      NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
  wallet       text        NOT NULL CHECK (wallet ~ '^0x[0-9a-f]{40}$'),
  added_at     timestamptz NOT NULL DEFAULT now(),
  looked_fence bigint,
  PRIMARY KEY (strategy_id, wallet)
);
COMMENT ON TABLE strategy_wallets IS 'Wallets that a strategy tracks, and how far their positions have been looked at';
COMMENT ON COLUMN strategy_wallets.strategy_id IS 'of strategies';
COMMENT ON COLUMN strategy_wallets.wallet IS 'address, 0x and 40 lower-case hex digits';
COMMENT ON COLUMN strategy_wallets.added_at IS 'since when it is tracked';
COMMENT ON COLUMN strategy_wallets.looked_fence IS
  'fence of the run that looked at its positions last: what was published until then has been looked at; null before the first look';

CREATE TABLE strategy_categories (
  strategy_id bigint NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
  category    text   NOT NULL CHECK (length(category) BETWEEN 1 AND 100),
  PRIMARY KEY (strategy_id, category)
);
COMMENT ON TABLE strategy_categories IS 'Categories of markets that a strategy is interested in';
COMMENT ON COLUMN strategy_categories.strategy_id IS 'of strategies';
COMMENT ON COLUMN strategy_categories.category IS 'canonical category, as in condition_market_map; case does not matter';

CREATE TABLE strategy_watchlist (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  strategy_id  bigint      NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
  condition_id text        NOT NULL CHECK (condition_id ~ '^[0-9a-f]{64}$'),
  source       text        NOT NULL CHECK (source IN ('manual', 'held', 'volume', 'default', 'signal')),
  reason       text        NOT NULL CHECK (length(reason) <= 1000),
  metadata     jsonb       NOT NULL DEFAULT '{}',
  added_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (strategy_id, condition_id)
);
COMMENT ON TABLE strategy_watchlist IS 'Markets that are watched for a strategy';
COMMENT ON COLUMN strategy_watchlist.id IS 'grows with time: the order of the list';
COMMENT ON COLUMN strategy_watchlist.strategy_id IS 'of strategies';
COMMENT ON COLUMN strategy_watchlist.condition_id IS '64 lower-case hex digits without 0x';
COMMENT ON COLUMN strategy_watchlist.source IS
  'who put it there: manual: a request; held: tracked wallets hold it; volume: it is traded in the strategy''s categories; default: DEFAULT_CONDITION_IDS; signal: a tracked wallet opened a position';
COMMENT ON COLUMN strategy_watchlist.reason IS 'in words';
COMMENT ON COLUMN strategy_watchlist.metadata IS 'the facts behind the reason by name';
COMMENT ON COLUMN strategy_watchlist.added_at IS 'when it was put there';

CREATE TABLE strategy_watchlist_removals (
  strategy_id  bigint      NOT NULL REFERENCES strategies (id) ON DELETE CASCADE,
  condition_id text        NOT NULL,
  removed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (strategy_id, condition_id)
);
COMMENT ON TABLE strategy_watchlist_removals IS 'Markets that somebody took off a list: filling it does not put them back; adding them by hand does, and drops the row';
COMMENT ON COLUMN strategy_watchlist_removals.strategy_id IS 'of strategies';
COMMENT ON COLUMN strategy_watchlist_removals.condition_id IS '64 lower-case hex digits without 0x';
COMMENT ON COLUMN strategy_watchlist_removals.removed_at IS 'when it was taken off last';
