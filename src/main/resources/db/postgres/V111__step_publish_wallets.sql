-- The step outcomes is called publish-wallets, in the nightly run and after dropped files; operators' own ids stay.
UPDATE run_steps SET step = 'publish-wallets'
WHERE step = 'outcomes' AND coalesce(work, 'publish-wallets') = 'publish-wallets'
  AND run_id NOT IN (SELECT run_id FROM run_steps WHERE step = 'publish-wallets');
UPDATE run_steps SET step = 'drop-publish-wallets'
WHERE step = 'drop-outcomes' AND coalesce(work, 'publish-wallets') = 'publish-wallets'
  AND run_id NOT IN (SELECT run_id FROM run_steps WHERE step = 'drop-publish-wallets');
UPDATE planned_steps SET step = 'publish-wallets'
WHERE step = 'outcomes' AND work = 'publish-wallets' AND kind NOT IN (SELECT kind FROM planned_steps WHERE step = 'publish-wallets');
UPDATE planned_steps SET step = 'drop-publish-wallets'
WHERE step = 'drop-outcomes' AND work = 'publish-wallets' AND kind NOT IN (SELECT kind FROM planned_steps WHERE step = 'drop-publish-wallets');
