DROP VIEW IF EXISTS neg_risk_groups;

ALTER TABLE markets_dim UPDATE question_index = 0 WHERE question_index IS NULL SETTINGS mutations_sync = 2;
ALTER TABLE markets_dim MODIFY COLUMN question_index UInt8 DEFAULT 0;
ALTER TABLE markets_dim MODIFY COLUMN question_index REMOVE DEFAULT;
ALTER TABLE markets_dim COMMENT COLUMN question_index 'in a neg-risk event; 0 otherwise';

CREATE OR REPLACE VIEW condition_market_map AS
SELECT
  m.condition_id AS condition_id,
  m.market_id AS market_id,
  -- the catalogue's id where the market names its event by the slug
  if(e.event_id = '', m.event_id, e.event_id) AS event_id,
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
LEFT JOIN (
  SELECT name, event_id, canonical_category, tags, revision
  FROM (
    SELECT event_id AS name, 0 AS is_slug, event_id, canonical_category, tags, source, revision FROM events_dim FINAL
    UNION ALL
    SELECT slug AS name, 1 AS is_slug, event_id, canonical_category, tags, source, revision FROM events_dim FINAL
    WHERE slug NOT IN ('', event_id)
  )
  -- the catalogue knows better than a list of events that has the slug as id
  ORDER BY name, source != 'gamma', is_slug, event_id
  LIMIT 1 BY name
) AS e ON e.name = m.event_id
COMMENT 'Which market, event and category each condition belongs to.';
ALTER TABLE condition_market_map
  COMMENT COLUMN condition_id       '64 hex',
  COMMENT COLUMN market_id          'decimal id of the catalogue',
  COMMENT COLUMN event_id           'the catalogue''s id, or the slug where only a list named the event',
  COMMENT COLUMN question           'as delivered',
  COMMENT COLUMN outcomes           'labels in outcome-index order',
  COMMENT COLUMN canonical_category 'of the event; Uncategorized when unknown',
  COMMENT COLUMN tags               'tag labels of the event',
  COMMENT COLUMN neg_risk_market_id '64 hex, or empty',
  COMMENT COLUMN question_index     'in a neg-risk event; 0 otherwise',
  COMMENT COLUMN source             'who told the market: gamma or seed',
  COMMENT COLUMN changed_in         'fence of the run that changed market or event last';
