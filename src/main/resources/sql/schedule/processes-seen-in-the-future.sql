-- Lets Quartz find out by its own rule whether processes that were last seen at a time to come are gone.
UPDATE qrtz_scheduler_state SET last_checkin_time = ? WHERE last_checkin_time > ?
