DROP VIEW IF EXISTS wallet_reward_totals;
DROP TABLE IF EXISTS wallet_rewards SYNC;
