package io.cascadian.clickhouse;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.store.BulkInsert;
import io.cascadian.store.ClickHouse;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Executes the operation of an exchange on ClickHouse. Failures are those of {@link ClickHouse}: {@code StoreUnavailableException} when the same exchange may
 * succeed later, {@code StoreRejectedException} when it cannot. Thread-safe.
 */
final class ClickHouseProducer extends DefaultProducer {

  private final ClickHouseEndpoint endpoint;

  ClickHouseProducer(ClickHouseEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    ClickHouse client = endpoint.getComponent().requireClient();
    Message message = exchange.getMessage();
    switch (operation(message)) {
      case INSERT -> message.setHeader(ClickHouseHeaders.WRITTEN_ROWS, insert(client, message));
      case QUERY -> query(client, message);
      case PING -> {
        boolean answered = client.ping();
        message.setHeader(ClickHouseHeaders.PING_OK, answered);
        message.setBody(answered);
      }
    }
  }

  private ClickHouseOperation operation(Message message) {
    String name = message.getHeader(ClickHouseHeaders.OPERATION, String.class);
    return name == null ? endpoint.getOperation() : ClickHouseOperation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private long insert(ClickHouse client, Message message) throws Exception {
    String table = header(message, ClickHouseHeaders.TABLE, endpoint.getTable());
    if (table == null || table.isBlank()) {
      throw new IllegalArgumentException("An insert to " + endpoint.getEndpointUri() + " names no table; write clickhouse:database.table or set the header "
          + ClickHouseHeaders.TABLE);
    }
    BulkInsert target = new BulkInsert(header(message, ClickHouseHeaders.DATABASE, endpoint.getDatabase()), table, columns(message),
        ClickHouseEndpoint.formatNamed(header(message, ClickHouseHeaders.FORMAT, endpoint.getFormat())), settings(message));
    // what came as a stream is its owner's to close: it may be read again by a redelivery
    if (message.getBody() instanceof InputStream rows) {
      return client.insert(target, rows);
    }
    try (InputStream rows = message.getMandatoryBody(InputStream.class)) {
      return client.insert(target, rows);
    }
  }

  private List<String> columns(Message message) {
    if (message.getHeader(ClickHouseHeaders.COLUMNS) instanceof List<?> columns) {
      return columns.stream().map(String::valueOf).toList();
    }
    return ClickHouseEndpoint.columnsOf(header(message, ClickHouseHeaders.COLUMNS, endpoint.getColumns()));
  }

  private Map<String, String> settings(Message message) {
    Map<String, String> settings = new HashMap<>();
    Map<?, ?> given = message.getHeader(ClickHouseHeaders.SETTINGS, Map.of(), Map.class);
    given.forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
    settings.put("async_insert", endpoint.isAsyncInsert() ? "1" : "0");
    if (endpoint.isAsyncInsert()) {
      settings.put("wait_for_async_insert", endpoint.isWaitForAsyncInsert() ? "1" : "0");
    }
    String token = message.getHeader(ClickHouseHeaders.DEDUPLICATION_TOKEN, String.class);
    if (token != null) {
      settings.put("insert_deduplication_token", token);
    }
    return settings;
  }

  private void query(ClickHouse client, Message message) throws InvalidPayloadException {
    Map<?, ?> given = message.getHeader(ClickHouseHeaders.PARAMETERS, Map.of(), Map.class);
    Map<String, Object> parameters = new HashMap<>();
    given.forEach((name, value) -> parameters.put(String.valueOf(name), value));
    String database = header(message, ClickHouseHeaders.DATABASE, endpoint.getDatabase());
    String sql = message.getMandatoryBody(String.class);
    ClickHouseFormat format = ClickHouseEndpoint.formatNamed(header(message, ClickHouseHeaders.FORMAT, endpoint.getFormat()));
    if (endpoint.isStreamResult()) {
      message.setBody(client.open(database, sql, parameters, format));
      return;
    }
    ClickHouse.FormattedResult result = client.queryText(database, sql, parameters, format);
    message.setHeader(ClickHouseHeaders.READ_ROWS, result.readRows());
    message.setBody(result.text());
  }

  private static String header(Message message, String name, String otherwise) {
    String value = message.getHeader(name, String.class);
    return value == null ? otherwise : value;
  }
}
