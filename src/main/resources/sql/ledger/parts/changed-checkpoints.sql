  -- what the build has of the wallets of the portion: of all of their conditions, or those that it wrote
  SELECT * FROM position_checkpoints__build
  WHERE {everything:UInt8} = 1 AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
  UNION ALL
  SELECT * EXCEPT (layer, is_deleted, version) FROM position_checkpoints__layers
  WHERE {everything:UInt8} = 0 AND layer = {build:UInt64} AND cityHash64(wallet) % {buckets:UInt32} = {bucket:UInt32}
