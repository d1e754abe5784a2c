-- Conditions of the positions that are recomputed, and those whose time of settlement another source may now say.
INSERT INTO ledger_affected_conditions
SELECT condition_id FROM ledger_affected
UNION DISTINCT
SELECT condition_id FROM market_resolutions WHERE revision > {watermark:UInt64}
UNION DISTINCT
SELECT condition_id FROM markets_dim WHERE revision > {watermark:UInt64}
UNION DISTINCT
SELECT condition_id FROM condition_resolution_times WHERE revision > {watermark:UInt64}
