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
