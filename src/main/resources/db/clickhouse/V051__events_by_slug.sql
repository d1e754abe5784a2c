-- Markets that come from lists name their event by its slug, the catalogue has a number for it.
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
