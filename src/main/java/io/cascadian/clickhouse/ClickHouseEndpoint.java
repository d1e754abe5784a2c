package io.cascadian.clickhouse;

import com.clickhouse.data.ClickHouseFormat;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Inserts encoded rows into ClickHouse, runs statements there, or asks whether it answers. */
@UriEndpoint(scheme = "clickhouse", title = "ClickHouse", firstVersion = "4.18.0", syntax = "clickhouse:database", producerOnly = true,
    category = {Category.DATABASE, Category.BIGDATA}, headersClass = ClickHouseHeaders.class)
public class ClickHouseEndpoint extends DefaultEndpoint {

  @UriPath
  @Metadata(required = true)
  private String database;
  @UriParam
  private String table;
  @UriParam(defaultValue = "INSERT")
  private ClickHouseOperation operation = ClickHouseOperation.INSERT;
  @UriParam(defaultValue = "JSONEachRow")
  private String format = ClickHouseFormat.JSONEachRow.name();
  @UriParam
  private String columns;
  @UriParam
  private boolean asyncInsert;
  @UriParam(defaultValue = "true")
  private boolean waitForAsyncInsert = true;
  @UriParam
  private boolean streamResult;

  ClickHouseEndpoint(String uri, ClickHouseComponent component) {
    super(uri, component);
  }

  /** Checks what an exchange would otherwise be the first to find. */
  @Override
  protected void doInit() throws Exception {
    super.doInit();
    if (database == null || database.isBlank()) {
      throw new IllegalArgumentException("The endpoint " + getEndpointUri() + " names no database; write clickhouse:database.table");
    }
    formatNamed(format);
  }

  @Override
  public Producer createProducer() {
    return new ClickHouseProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("Nothing can be read from " + getEndpointUri() + "; send a query to it instead");
  }

  @Override
  public ClickHouseComponent getComponent() {
    return (ClickHouseComponent) super.getComponent();
  }

  /** @throws IllegalArgumentException when there is no such format */
  static ClickHouseFormat formatNamed(String name) {
    return Arrays.stream(ClickHouseFormat.values()).filter(format -> format.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("ClickHouse has no format '" + name + "'; write one such as JSONEachRow, RowBinary or CSV"));
  }

  static List<String> columnsOf(String list) {
    return list == null ? List.of() : Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  public String getDatabase() {
    return database;
  }

  /** Sets the database; a table may be given as {@code database.table}. */
  public void setDatabase(String database) {
    this.database = database;
  }

  public String getTable() {
    return table;
  }

  /** Sets the table of inserts. */
  public void setTable(String table) {
    this.table = table;
  }

  public ClickHouseOperation getOperation() {
    return operation;
  }

  /** Sets the operation for each exchange. */
  public void setOperation(ClickHouseOperation operation) {
    this.operation = operation;
  }

  public String getFormat() {
    return format;
  }

  /** Sets the format of inserted rows or of a query's result, by ClickHouse's name. */
  public void setFormat(String format) {
    this.format = format;
  }

  public String getColumns() {
    return columns;
  }

  /** Sets the columns of an insert, separated by commas, in the order of the encoded values; all columns of the table when it is not set. */
  public void setColumns(String columns) {
    this.columns = columns;
  }

  public boolean isAsyncInsert() {
    return asyncInsert;
  }

  /** Returns whether the server collects rows of several inserts before it writes them. */
  public void setAsyncInsert(boolean asyncInsert) {
    this.asyncInsert = asyncInsert;
  }

  public boolean isWaitForAsyncInsert() {
    return waitForAsyncInsert;
  }

  /** Returns whether an asynchronous insert is answered only when its rows are written. */
  public void setWaitForAsyncInsert(boolean waitForAsyncInsert) {
    this.waitForAsyncInsert = waitForAsyncInsert;
  }

  public boolean isStreamResult() {
    return streamResult;
  }

  /**
   * Returns whether a query's result becomes the body as a stream, which may be larger than memory and is to be read once and closed, instead of a text; for routes
   * without stream caching. Not in Camel's component.
   */
  public void setStreamResult(boolean streamResult) {
    this.streamResult = streamResult;
  }
}
