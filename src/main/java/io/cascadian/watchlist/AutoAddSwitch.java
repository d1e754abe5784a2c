package io.cascadian.watchlist;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and changes the switch that enables or disables auto-add: additions of markets to watchlists without a person. Auto-add is enabled
 * where both the setting {@code AUTONOMOUS_TRADING_ENABLED} of the process and this switch, a row in Postgres that all processes share, enable
 * it. So the switch takes effect at once, and never enables more than the setting.
 *
 * <p>Each change is a line of the {@link EventLog}. Thread-safe.
 */
public final class AutoAddSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(AutoAddSwitch.class);
  private static final String SELECT = "SELECT enabled, reason, changed_at FROM auto_add_switch";

  private final Postgres postgres;
  private final EventLog log;
  private final boolean settingEnabled;

  /** @param settingEnabled the value of {@code AUTONOMOUS_TRADING_ENABLED} in this process */
  public AutoAddSwitch(Postgres postgres, EventLog log, boolean settingEnabled) {
    this.postgres = postgres;
    this.log = log;
    this.settingEnabled = settingEnabled;
  }

  /**
   * Holds the setting of this process and the stored switch.
   *
   * @param settingEnabled the value of {@code AUTONOMOUS_TRADING_ENABLED} in this process
   * @param switchEnabled the value of the switch
   * @param reason for the last change; empty when there was none
   * @param changedAt time of the last change, UTC
   */
  public record State(boolean settingEnabled, boolean switchEnabled, String reason, Instant changedAt) {

    /** Returns whether auto-add is enabled: by both. */
    public boolean isEnabled() {
      return settingEnabled && switchEnabled;
    }

    /** Returns the state as plain values. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("enabled", isEnabled());
      json.put("setting_enabled", settingEnabled);
      json.put("switch_enabled", switchEnabled);
      json.put("reason", reason);
      json.put("changed_at", changedAt.toString());
      return json;
    }
  }

  /** Reads the state. */
  public State state() {
    return postgres.queryOne(SELECT, this::state).orElseThrow();
  }

  /**
   * Sets the switch; decisions made after this returns follow it. Disabling takes effect even when the event log cannot be written; enabling
   * does not.
   *
   * @param reason why, at most 1000 characters
   * @throws RefusedException when the reason is too long, or has control characters
   * @throws EventLogException when auto-add was to be enabled and the log cannot be written; the switch is unchanged
   */
  public State set(boolean enabled, String reason) {
    if (reason.length() > 1000 || reason.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException("'reason' may have 1000 characters and no control characters.");
    }
    Change change = postgres.inTransaction("set the auto-add switch", connection -> {
      Change stored = store(connection, enabled, reason);
      if (enabled) {
        log.append(stored.event);
      }
      return stored;
    });
    LOG.warn("Auto-add: switch set to {} for all processes: {}", enabled ? "enabled" : "disabled", reason);
    if (!enabled) {
      try {
        log.append(change.event);
      } catch (EventLogException e) {
        LOG.error("Auto-add: it is disabled, but writing that to the event log failed; the log lacks this change", e);
      }
    }
    return change.state;
  }

  private record Change(AutoAddEvent event, State state) {}

  /** Takes the time under the row's lock, so that a later change has a later time. */
  private Change store(Connection connection, boolean enabled, String reason) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(SELECT + " FOR UPDATE");
        PreparedStatement update = connection.prepareStatement(
            "UPDATE auto_add_switch SET enabled = ?, reason = ?, changed_at = ?::timestamptz RETURNING enabled, reason, changed_at")) {
      lock.execute();
      AutoAddEvent event = new AutoAddEvent(enabled, reason, Instant.now().truncatedTo(ChronoUnit.MICROS));
      update.setBoolean(1, event.enabled());
      update.setString(2, event.reason());
      update.setString(3, event.at().toString());
      return new Change(event, only(update));
    }
  }

  /** Reads the state and locks it against changes until the transaction ends. */
  State hold(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " FOR SHARE")) {
      return only(select);
    }
  }

  private State only(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return state(row);
    }
  }

  private State state(ResultSet row) throws SQLException {
    return new State(settingEnabled, row.getBoolean(1), row.getString(2), row.getTimestamp(3).toInstant());
  }
}
