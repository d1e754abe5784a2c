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
 * May markets be put on watchlists without a person? Only where the settings and the switch say so. The switch is kept in Postgres, for all processes,
 * and works at once; it can take back what the setting {@code AUTONOMOUS_TRADING_ENABLED} allows and never allow more.
 *
 * <p>Each turn is a line of the {@link EventLog}. Thread-safe.
 */
public final class AutonomousSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(AutonomousSwitch.class);
  private static final String SELECT = "SELECT is_on, reason, changed_at FROM autonomous_switch";

  private final Postgres postgres;
  private final EventLog log;
  private final boolean allowed;

  /** @param allowed what the settings of this process say */
  public AutonomousSwitch(Postgres postgres, EventLog log, boolean allowed) {
    this.postgres = postgres;
    this.log = log;
    this.allowed = allowed;
  }

  /**
   * How it stands.
   *
   * @param allowed what the settings of this process say
   * @param on what the switch says
   * @param reason for the last turn, in words; empty when it was never turned
   * @param changedAt when it was turned last
   */
  public record State(boolean allowed, boolean on, String reason, Instant changedAt) {

    /** Whether markets are put on lists. */
    public boolean isEnabled() {
      return allowed && on;
    }

    /** Returns it as plain values. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("enabled", isEnabled());
      json.put("setting", allowed);
      json.put("switched_on", on);
      json.put("reason", reason);
      json.put("changed_at", changedAt.toString());
      return json;
    }
  }

  public State state() {
    return postgres.queryOne(SELECT, this::state).orElseThrow();
  }

  /**
   * Turns it. When this returns, what is decided from now on goes by it. Turning it off does not wait for the log to be writable; turning it on does.
   *
   * @param reason why, at most 1000 characters
   * @throws RefusedException when the reason is too long, or has control characters
   * @throws EventLogException when it was to be turned on and the log cannot be written; it is as it was
   */
  public State turn(boolean on, String reason) {
    if (reason.length() > 1000 || reason.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException("'reason' may have 1000 characters and no control characters.");
    }
    Turn turn = postgres.inTransaction("turn the switch", connection -> {
      Turn turned = turn(connection, on, reason);
      if (on) {
        log.append(turned.event);
      }
      return turned;
    });
    LOG.warn("Additions to watchlists without a person were turned {}: {}", on ? "on" : "off", reason);
    if (!on) {
      try {
        log.append(turn.event);
      } catch (EventLogException e) {
        LOG.error("They are off, but the log of watchlist events has no line of it", e);
      }
    }
    return turn.state;
  }

  private record Turn(SwitchEvent event, State state) {}

  /** The time is taken when nobody else can turn it any more, so that a later turn has a later one. */
  private Turn turn(Connection connection, boolean on, String reason) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(SELECT + " FOR UPDATE");
        PreparedStatement update = connection.prepareStatement(
            "UPDATE autonomous_switch SET is_on = ?, reason = ?, changed_at = ?::timestamptz RETURNING is_on, reason, changed_at")) {
      lock.execute();
      SwitchEvent event = new SwitchEvent(on, reason, Instant.now().truncatedTo(ChronoUnit.MICROS));
      update.setBoolean(1, event.on());
      update.setString(2, event.reason());
      update.setString(3, event.at().toString());
      return new Turn(event, only(update));
    }
  }

  /** How it stands; nobody turns it before the transaction ends. */
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
    return new State(allowed, row.getBoolean(1), row.getString(2), row.getTimestamp(3).toInstant());
  }
}
