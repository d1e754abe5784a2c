ALTER TABLE run_copies COMMENT COLUMN kind 'nightly; resolution-file-apply for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay';

ALTER TABLE runs COMMENT COLUMN kind 'nightly; resolution-file-apply for dropped files; backfill, gaps, reconcile, rollback, rebuild, replay';
