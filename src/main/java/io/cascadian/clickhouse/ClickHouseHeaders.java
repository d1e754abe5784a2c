package io.cascadian.clickhouse;

/** Lists the headers that a {@code clickhouse:} endpoint reads and sets. */
public final class ClickHouseHeaders {

  /** Operation instead of the endpoint's: insert, query or ping. */
  public static final String OPERATION = "CamelClickHouseOperation";
  /** Database instead of the endpoint's. */
  public static final String DATABASE = "CamelClickHouseDatabase";
  /** Table instead of the endpoint's. */
  public static final String TABLE = "CamelClickHouseTable";
  /** Format instead of the endpoint's, such as JSONEachRow. */
  public static final String FORMAT = "CamelClickHouseFormat";
  /** Set by an insert: rows that the server wrote, a long; 0 when the deduplication token had been seen. */
  public static final String WRITTEN_ROWS = "CamelClickHouseWrittenRows";
  /** Set by a query: rows that the server read, a long. */
  public static final String READ_ROWS = "CamelClickHouseReadRows";
  /** Set by a ping: whether the server answered. */
  public static final String PING_OK = "CamelClickHousePingOk";

  /** Columns of an insert in the order of the encoded values, a list or a text with commas; not in Camel's component. */
  public static final String COLUMNS = "CamelClickHouseColumns";
  /** Deduplication token of an insert: a second one with the same token into the same table adds nothing; not in Camel's component. */
  public static final String DEDUPLICATION_TOKEN = "CamelClickHouseDeduplicationToken";
  /** Map of the values of a statement's parameters, written as {@code {wallet:String}} in it; not in Camel's component. */
  public static final String PARAMETERS = "CamelClickHouseParameters";
  /** Map of server settings for an insert, such as {@code optimize_on_insert}; not in Camel's component. */
  public static final String SETTINGS = "CamelClickHouseSettings";

  private ClickHouseHeaders() {}
}
