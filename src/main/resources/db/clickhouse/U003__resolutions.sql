DROP VIEW IF EXISTS winning_index;
DROP TABLE IF EXISTS market_resolutions;
