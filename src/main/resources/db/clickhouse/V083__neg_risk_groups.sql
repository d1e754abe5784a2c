-- A question whose index is not known is not the first one.
ALTER TABLE markets_dim MODIFY COLUMN question_index Nullable(UInt8);
ALTER TABLE markets_dim COMMENT COLUMN question_index 'of the question in its neg-risk group; NULL when not known, 0 without a group';

-- The same as before; a view keeps the types of its columns.
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
  COMMENT COLUMN question_index     'of the question in its neg-risk group; NULL when not known, 0 without a group',
  COMMENT COLUMN source             'who told the market: gamma or seed',
  COMMENT COLUMN changed_in         'fence of the run that changed market or event last';

-- The one place that says which conversions can be worked out: those of no more questions than mapped_questions.
CREATE OR REPLACE VIEW neg_risk_groups AS
SELECT
  neg_risk_market_id,
  questions,
  -- the indexes from 0 on that are each there once: up to the first gap, or to the first one that is there twice
  multiIf(
    first_odd = 0, length(indexes),
    first_odd > 1 AND indexes[first_odd] = indexes[first_odd - 1], first_odd - 2,
    first_odd - 1) AS mapped_questions
FROM (
  SELECT
    neg_risk_market_id,
    arraySort(groupArray((assumeNotNull(question_index), condition_id))) AS questions,
    arrayMap(q -> q.1, questions) AS indexes,
    arrayFirstIndex((index, place) -> index != place - 1, indexes, arrayEnumerate(indexes)) AS first_odd
  FROM markets_dim FINAL
  -- a group's id ends with a zero byte, where the ids of its questions have their index
  WHERE neg_risk_market_id != '' AND question_index IS NOT NULL
    AND startsWith(question_id, substring(neg_risk_market_id, 1, 62))
  GROUP BY neg_risk_market_id
)
COMMENT 'Groups of questions of which one comes true, with their questions.';
ALTER TABLE neg_risk_groups
  COMMENT COLUMN neg_risk_market_id '64 hex',
  COMMENT COLUMN questions          'index and condition id of each known question, by index',
  COMMENT COLUMN mapped_questions   'how many questions from index 0 on are each known exactly once; a conversion of no more questions is in the wallet tables';
