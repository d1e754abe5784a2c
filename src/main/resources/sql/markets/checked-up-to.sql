-- The fence up to which the gates passed; 0 when a check of everything is due, or the recorded time is in the future of this clock.
SELECT CASE WHEN checked_watermark <= watermark AND checked_in_full_at > now() - interval '7 days' AND checked_in_full_at <= now()
  THEN checked_watermark ELSE 0 END
FROM ledger_state
