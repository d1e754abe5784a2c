-- How far the gates looked when they last passed; not for longer than they look at everything again, nor where a clock that was ahead says when they did.
SELECT CASE WHEN checked_watermark <= watermark AND checked_in_full_at > now() - interval '7 days' AND checked_in_full_at <= now()
  THEN checked_watermark ELSE 0 END
FROM ledger_state
