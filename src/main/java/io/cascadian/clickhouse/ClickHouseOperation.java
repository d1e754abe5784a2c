package io.cascadian.clickhouse;

/** Names what a {@code clickhouse:} endpoint does with an exchange. */
public enum ClickHouseOperation {
  /** Inserts the body, encoded rows, into a table. */
  INSERT,
  /** Runs the body, a statement, and replaces it by the result. */
  QUERY,
  /** Asks whether the server answers. */
  PING
}
