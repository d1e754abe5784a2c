-- A comment on every table and column: docs/tables.md is written from them.
COMMENT ON TABLE runs IS 'Every run, whatever started it: nightly ones, dropped files, work on history.';
COMMENT ON COLUMN runs.id IS 'number of the run';
COMMENT ON COLUMN runs.kind IS 'nightly; resolutions-run for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay';
COMMENT ON COLUMN runs.trigger IS 'what started it: schedule, http, cli, start or drop';
COMMENT ON COLUMN runs.status IS 'running until it ends';
COMMENT ON COLUMN runs.reason IS 'why it was skipped or did not come to its end; null otherwise';
COMMENT ON COLUMN runs.fence IS 'number of the lock''s acquisition under which it wrote; null for one that never had the lock';
COMMENT ON COLUMN runs.attempts IS '1, and one more for each time it was resumed';
COMMENT ON COLUMN runs.started_at IS 'when it began';
COMMENT ON COLUMN runs.finished_at IS 'when it ended; null while it is running';
COMMENT ON COLUMN runs.summary IS 'the summary as over HTTP; null while it is running';

COMMENT ON TABLE run_steps IS 'The steps of each run. A resumed run keeps those that were finished.';
COMMENT ON COLUMN run_steps.run_id IS 'the run';
COMMENT ON COLUMN run_steps.step IS 'name of the step, as in the routes';
COMMENT ON COLUMN run_steps.position IS 'order of the steps, from 1';
COMMENT ON COLUMN run_steps.status IS 'running until it ends';
COMMENT ON COLUMN run_steps.started_at IS 'when it began last';
COMMENT ON COLUMN run_steps.duration_ms IS 'milliseconds; null while it is running';
COMMENT ON COLUMN run_steps.row_count IS 'rows that it wrote or judged; null where it ended with an error';
COMMENT ON COLUMN run_steps.error IS 'what went wrong, with the remedy where there is one; null otherwise';
COMMENT ON COLUMN run_steps.details IS 'counts by name, as in the summary';

COMMENT ON TABLE run_lock IS 'Who holds which lock. The advisory lock of a session excludes; this row says who it is and carries the fence.';
COMMENT ON COLUMN run_lock.name IS 'the lock';
COMMENT ON COLUMN run_lock.fence IS 'grows with every acquisition; rows of that run carry it as revision';
COMMENT ON COLUMN run_lock.holder IS 'host and process that took it last; null when it was given back';
COMMENT ON COLUMN run_lock.trigger IS 'what started that run';
COMMENT ON COLUMN run_lock.held_since IS 'when it was taken; null when it was given back';

COMMENT ON TABLE cursors IS 'How far each stream has been read and durably stored. A row moves only under the fence of the lock''s present holder.';
COMMENT ON COLUMN cursors.stream IS 'name of the stream, as in the routes';
COMMENT ON COLUMN cursors.position IS 'time and id of the last stored event; for streams of entities the block from which changes are asked for, and an id';
COMMENT ON COLUMN cursors.block IS 'block at which the source was read';
COMMENT ON COLUMN cursors.block_hash IS 'its hash, where the source tells it';
COMMENT ON COLUMN cursors.deployment IS 'deployment of the subgraph that was read; null when unknown';
COMMENT ON COLUMN cursors.fence IS 'of the run that moved it last';
COMMENT ON COLUMN cursors.events IS 'events stored so far';
COMMENT ON COLUMN cursors.updated_at IS 'when it moved last';

COMMENT ON TABLE dead_letters IS 'Records and files that could not be used, each once, until somebody replays them.';
COMMENT ON COLUMN dead_letters.id IS 'number of the letter';
COMMENT ON COLUMN dead_letters.stream IS 'stream it came from; resolution-map for files, market-lookup for answers of the catalogue';
COMMENT ON COLUMN dead_letters.detail IS 'what exactly was wrong';
COMMENT ON COLUMN dead_letters.payload IS 'the record as it was delivered; of a file the beginning';
COMMENT ON COLUMN dead_letters.payload_hash IS 'hash by which a record is recognised';
COMMENT ON COLUMN dead_letters.origin IS 'where it came from';
COMMENT ON COLUMN dead_letters.created_at IS 'when it was rejected first';
COMMENT ON COLUMN dead_letters.last_seen_at IS 'when it was rejected last';

COMMENT ON TABLE market_lookups IS 'Markets that the catalogue was asked for and that are still missing. A row goes when its market is known.';
COMMENT ON COLUMN market_lookups.failure IS 'not-found: the catalogue has none; failed: no usable answer; refused: an answer that cannot be believed';
COMMENT ON COLUMN market_lookups.last_error IS 'what it answered';
COMMENT ON COLUMN market_lookups.last_tried_at IS 'when it was asked last';
COMMENT ON COLUMN market_lookups.next_try_at IS 'not before then';
COMMENT ON COLUMN market_lookups.fence IS 'of the run that asked last';

COMMENT ON TABLE resolution_files IS 'Every file that was dropped, and what became of it.';
COMMENT ON COLUMN resolution_files.id IS 'number of the file';
COMMENT ON COLUMN resolution_files.name IS 'its name, with the time of its arrival before it';
COMMENT ON COLUMN resolution_files.size_bytes IS 'as it was dropped, packed or not';
COMMENT ON COLUMN resolution_files.content_hash IS 'hash over the rows of a map, in any order and without the header; null for others';
COMMENT ON COLUMN resolution_files.last_updated IS 'what the header of a map says; never used to judge';
COMMENT ON COLUMN resolution_files.received_at IS 'when it was dealt with';
COMMENT ON COLUMN resolution_files.status IS 'applied: it changed something; unchanged; noted: read and kept in counts only; rejected';
COMMENT ON COLUMN resolution_files.reason IS 'why it was rejected or only noted';
COMMENT ON COLUMN resolution_files.rows_written IS 'rows that it changed';
COMMENT ON COLUMN resolution_files.counts IS 'what was counted in it, by name';
COMMENT ON COLUMN resolution_files.fence IS 'of the run that dealt with it';

COMMENT ON TABLE ledger_state IS 'Up to which run''s rows the published wallet tables are worked out, and by which statements. One row.';
COMMENT ON COLUMN ledger_state.only_row IS 'true';
COMMENT ON COLUMN ledger_state.watermark IS 'rows up to this fence are in';
COMMENT ON COLUMN ledger_state.definitions IS 'fingerprint of the statements; another one makes the next run work out everything';
COMMENT ON COLUMN ledger_state.updated_at IS 'when it was published last';

COMMENT ON TABLE ledger_builds IS 'Every build of the wallet tables.';
COMMENT ON COLUMN ledger_builds.id IS 'number of the build, for rollback --build';
COMMENT ON COLUMN ledger_builds.fence IS 'of the run that made it';
COMMENT ON COLUMN ledger_builds.definitions IS 'fingerprint of the statements that made it';
COMMENT ON COLUMN ledger_builds.state IS 'building, exchanging, published, then kept, then dropped; or rejected by the verification, or abandoned by a crash';
COMMENT ON COLUMN ledger_builds.everything IS 'whether all wallets were worked out, not only those that something happened to';
COMMENT ON COLUMN ledger_builds.wallets IS 'wallets that were worked out';
COMMENT ON COLUMN ledger_builds.reason IS 'why it was rejected or abandoned; null otherwise';
COMMENT ON COLUMN ledger_builds.started_at IS 'when it was begun';
COMMENT ON COLUMN ledger_builds.ended_at IS 'when it was published, or given up';
COMMENT ON COLUMN ledger_builds.gates_passed IS 'whether the gates that were asked last while it was published passed; null before they were asked';
COMMENT ON COLUMN ledger_builds.retired_at IS 'when another build replaced it; null before that';

COMMENT ON TABLE history_work IS 'Stretches of history that an operator asked to work on. An open one is carried on when the same is asked for again.';
COMMENT ON COLUMN history_work.id IS 'number of the work';
COMMENT ON COLUMN history_work.kind IS 'backfill, gaps or reconcile';
COMMENT ON COLUMN history_work.stream IS 'name of the stream';
COMMENT ON COLUMN history_work.since IS 'first second';
COMMENT ON COLUMN history_work.until IS 'the second after the last';
COMMENT ON COLUMN history_work.fence IS 'of the run that worked on it last';
COMMENT ON COLUMN history_work.begun_at IS 'when it was asked for first';
COMMENT ON COLUMN history_work.ended_at IS 'when all of it was done; null until then';

COMMENT ON TABLE history_windows IS 'Which windows of that work are done. Half-open: since is in, until is not.';
COMMENT ON COLUMN history_windows.work IS 'the work';
COMMENT ON COLUMN history_windows.since IS 'first second';
COMMENT ON COLUMN history_windows.until IS 'the second after the last';
COMMENT ON COLUMN history_windows.pin IS 'block at which the source was read';
COMMENT ON COLUMN history_windows.deployment IS 'deployment of the subgraph that was read; null when unknown';
COMMENT ON COLUMN history_windows.source_rows IS 'events that the source had';
COMMENT ON COLUMN history_windows.corrected IS 'events that were written';
COMMENT ON COLUMN history_windows.withdrawn IS 'events that were withdrawn';
COMMENT ON COLUMN history_windows.done_at IS 'when it was compared last';
