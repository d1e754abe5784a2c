DROP VIEW IF EXISTS trades_enriched;
DROP VIEW IF EXISTS condition_market_map;
