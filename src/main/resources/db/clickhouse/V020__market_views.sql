-- Markets with their events, one row per condition.
CREATE OR REPLACE VIEW condition_market_map AS
SELECT
  m.condition_id AS condition_id,
  m.market_id AS market_id,
  m.event_id AS event_id,
  m.question AS question,
  m.outcomes AS outcomes,
  -- the join fills in defaults where the event is unknown
  if(e.canonical_category = '', 'Uncategorized', toString(e.canonical_category)) AS canonical_category,
  e.tags AS tags,
  m.neg_risk_market_id AS neg_risk_market_id,
  m.question_index AS question_index,
  m.source AS source,
  greatest(m.revision, e.revision) AS changed_in
FROM (SELECT * FROM markets_dim FINAL) AS m
LEFT JOIN (SELECT * FROM events_dim FINAL) AS e ON e.event_id = m.event_id
COMMENT 'Which market, event and category each condition belongs to.';

-- Trades with what they are about. A trade of an unknown token stays in, with an empty condition_id.
CREATE OR REPLACE VIEW trades_enriched AS
SELECT
  t.event_id AS event_id,
  t.wallet AS wallet,
  t.role AS role,
  t.token_id AS token_id,
  t.direction AS direction,
  t.shares AS shares,
  t.usd AS usd,
  t.fee AS fee,
  t.cashflow AS cashflow,
  t.price AS price,
  t.ts AS ts,
  t.tx_hash AS tx_hash,
  t.era AS era,
  k.condition_id AS condition_id,
  if(k.condition_id = '', NULL, k.outcome_index) AS outcome_index,
  c.outcomes[k.outcome_index + 1] AS outcome,
  c.market_id AS market_id,
  c.event_id AS market_event_id,
  c.question AS question,
  if(c.canonical_category = '', 'Uncategorized', c.canonical_category) AS canonical_category,
  c.tags AS tags
FROM (SELECT *, tx_hash, price FROM trades_raw FINAL) AS t
LEFT JOIN (SELECT * FROM tokens_dim FINAL) AS k ON k.token_id = t.token_id
LEFT JOIN condition_market_map AS c ON c.condition_id = k.condition_id
COMMENT 'Every trade with its market, event, category and tags. Volume counts role = TAKER only.';
