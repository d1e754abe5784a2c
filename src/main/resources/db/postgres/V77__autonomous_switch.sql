-- The kill switch that works without a restart. One row.
CREATE TABLE autonomous_switch (
  only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  is_on      boolean     NOT NULL DEFAULT true,
  reason     text        NOT NULL DEFAULT '' CHECK (length(reason) <= 1000),
  changed_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO autonomous_switch DEFAULT VALUES;
COMMENT ON TABLE autonomous_switch IS
  'Whether markets may be put on watchlists without a person, where AUTONOMOUS_TRADING_ENABLED allows it. One row';
COMMENT ON COLUMN autonomous_switch.only_row IS 'keeps it at one row';
COMMENT ON COLUMN autonomous_switch.is_on IS 'false holds back what the setting allows; true allows nothing that the setting does not';
COMMENT ON COLUMN autonomous_switch.reason IS 'for the last turn, in words; empty when it was never turned';
COMMENT ON COLUMN autonomous_switch.changed_at IS 'when it was turned last';
