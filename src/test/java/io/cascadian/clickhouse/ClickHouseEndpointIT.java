package io.cascadian.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StoreException;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.testkit.BlackHole;
import io.cascadian.testkit.TestStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClickHouseEndpointIT {

  private static final long MANY = 500_000;

  private final ClickHouse clickHouse = TestStores.emptyClickHouse();
  private final String database = clickHouse.settings().database();
  private DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    clickHouse.execute("CREATE TABLE points (id UInt64, name String, at DateTime DEFAULT 7) ENGINE = MergeTree ORDER BY id"
        + " SETTINGS non_replicated_deduplication_window = 10", Map.of());
    start(clickHouse);
  }

  private void start(ClickHouse client) throws Exception {
    context.close();
    context = new DefaultCamelContext();
    context.getRegistry().bind("clickHouseClient", client);
    context.getRegistry().bind("clickhouse", client.dataSource());
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    TestStores.drop(clickHouse);
  }

  @Test
  void insert_rowBinaryBody_writesRowsAndReportsTheirNumber() {
    RowBinary rows = new RowBinary().int64(1).string("a").endRow().int64(2).string("ä").endRow();
    Exchange sent = send("clickhouse://" + database + ".points?operation=insert&format=RowBinary&columns=id, name", rows, Map.of());
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getHeader("CamelClickHouseWrittenRows")).isEqualTo(2L);
    assertThat(rows()).isEqualTo("1 a 7,2 ä 7");
    assertThat(sent.getMessage().getBody()).as("for a second delivery").isSameAs(rows);
  }

  @Test
  void insert_textBytesAndStream_areTakenAsTheirFormat() {
    String endpoint = "clickhouse:" + database + ".points?operation=insert";
    assertThat(send(endpoint, "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\",\"at\":9}", Map.of()).getException()).isNull();
    assertThat(send(endpoint, "3,c,1970-01-01 00:00:08\n".getBytes(StandardCharsets.UTF_8), Map.of("CamelClickHouseFormat", "CSV")).getException()).isNull();
    InputStream stream = new ByteArrayInputStream("d\t4\n".getBytes(StandardCharsets.UTF_8));
    assertThat(send(endpoint, stream, Map.of("CamelClickHouseFormat", "TSV", "CamelClickHouseColumns", List.of("name", "id"))).getException()).isNull();
    assertThat(rows()).isEqualTo("1 a 7,2 b 9,3 c 8,4 d 7");
  }

  @Test
  void insert_sameDeduplicationToken_addsNothing() {
    String endpoint = "clickhouse:" + database + ".points?operation=insert";
    for (String token : List.of("t1", "t1", "t2")) {
      send(endpoint, "{\"id\":1,\"name\":\"a\"}", Map.of("CamelClickHouseDeduplicationToken", token));
    }
    assertThat(clickHouse.queryLong("SELECT count() FROM points", Map.of())).isEqualTo(2);
  }

  @Test
  void insert_headersForTableAndDatabase_winOverTheUri() {
    clickHouse.execute("CREATE TABLE `odd.``name` (id UInt64) ENGINE = Memory", Map.of());
    Exchange sent = send("clickhouse:elsewhere.nothing?operation=ping", "{\"id\":1}",
        Map.of("CamelClickHouseOperation", "insert", "CamelClickHouseDatabase", database, "CamelClickHouseTable", "odd.`name"));
    assertThat(sent.getException()).isNull();
    assertThat(clickHouse.queryLong("SELECT count() FROM `odd.``name`", Map.of())).isEqualTo(1);
  }

  @Test
  void insert_refusedContent_failsForGoodAndWritesNothing() {
    Exchange sent = send("clickhouse:" + database + ".points?operation=insert", "{\"id\":1,\"name\":\"a\"}\n{\"id\":\"no number\"}", Map.of());
    assertThat(sent.getException()).isInstanceOf(StoreRejectedException.class).hasMessageContaining("insert into points");
    assertThat(send("clickhouse:" + database + ".missing?operation=insert", "{\"id\":1}", Map.of()).getException())
        .isInstanceOf(StoreRejectedException.class);
    assertThat(clickHouse.queryLong("SELECT count() FROM points", Map.of())).isZero();
  }

  @Test
  void insert_bodyThatIsNoRows_isRefusedBeforeItIsSent() {
    String endpoint = "clickhouse:" + database + ".points?operation=insert";
    assertThat(send(endpoint, null, Map.of()).getException()).isInstanceOf(InvalidPayloadException.class);
    assertThat(send(endpoint, Map.of("id", 1), Map.of()).getException()).isInstanceOf(InvalidPayloadException.class);
    assertThat(send("clickhouse:" + database, "{}", Map.of()).getException()).hasMessageContaining("names no table");
  }

  @Test
  void query_streamedResult_isReadAsItComes() throws Exception {
    String endpoint = "clickhouse:" + database + "?operation=query&format=TSV&streamResult=true";
    Exchange sent = send(endpoint, "SELECT number FROM numbers({many:UInt64})", Map.of("CamelClickHouseParameters", Map.of("many", MANY)));
    try (InputStream rows = (InputStream) sent.getMessage().getBody()) {
      assertThat(new String(rows.readAllBytes(), StandardCharsets.UTF_8)).startsWith("0\n1\n").endsWith("\n" + (MANY - 1) + "\n");
    }
    assertThat(send(endpoint, "SELECT nothing", Map.of()).getException()).isInstanceOf(StoreRejectedException.class);
  }

  @Test
  void query_streamedResultThatFailsMidway_isNoWholeResult() throws Exception {
    Exchange sent = send("clickhouse:" + database + "?operation=query&format=TSV&streamResult=true",
        "SELECT number, throwIf(number = 3000000) FROM numbers(4000000) SETTINGS max_block_size = 10000, max_threads = 1", Map.of());
    try (InputStream rows = (InputStream) sent.getMessage().getBody()) {
      assertThatThrownBy(() -> rows.transferTo(OutputStream.nullOutputStream())).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void insert_settingsOfAHeader_areForThatInsert() {
    String endpoint = "clickhouse:" + database + ".points?operation=insert";
    assertThat(send(endpoint, "{\"id\":1}\n{\"id\":\"x\"}\n", Map.of("CamelClickHouseSettings", Map.of("input_format_allow_errors_num", 1))).getException()).isNull();
    assertThat(rows()).isEqualTo("1  7");
  }

  @Test
  void query_withParameters_returnsTextInTheFormatAskedFor() {
    Exchange sent = send("clickhouse:" + database + "?operation=query&format=JSONEachRow", "SELECT number AS n FROM numbers(5) WHERE number >= {from:UInt64}",
        Map.of("CamelClickHouseParameters", Map.of("from", 3)));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(String.class)).isEqualTo("{\"n\":3}\n{\"n\":4}\n");
    assertThat(sent.getMessage().getHeader("CamelClickHouseReadRows")).isEqualTo(2L);
    assertThat(send("clickhouse:" + database + "?operation=query", "SELECT nothing", Map.of()).getException()).isInstanceOf(StoreRejectedException.class);
  }

  @Test
  void endpoint_wrongUri_cannotBeBuilt() {
    assertThat(failure("clickhouse:" + database + ".points?operation=insert&format=Excel")).contains("no format 'Excel'");
    assertThat(failure("clickhouse:" + database + ".points?tabel=points")).contains("tabel");
    assertThat(failure("clickhouse:.points")).contains("names no database");
  }

  @Test
  void ping_tellsWhetherTheServerAnswers() throws Exception {
    assertThat(send("clickhouse:" + database + "?operation=ping", null, Map.of()).getMessage().getHeader("CamelClickHousePingOk")).isEqualTo(true);
    start(at(1));
    assertThat(send("clickhouse:" + database + "?operation=ping", null, Map.of()).getMessage().getBody()).isEqualTo(false);
  }

  @Test
  void serverThatGoesAwayAndComesBack_isFoundAgainByEndpointAndPool() throws Exception {
    String insert = "clickhouse:" + database + ".points?operation=insert";
    String select = "jdbc:clickhouse?resetAutoCommit=false";
    try (BlackHole relay = BlackHole.relay(URI.create(TestStores.clickHouseServer().url()).getPort());
        ClickHouse client = at(relay.port())) {
      start(client);
      assertThat(send(insert, "{\"id\":1}", Map.of()).getException()).isNull();
      assertThat(send(select, "SELECT count() AS n FROM points", Map.of()).getMessage().getBody().toString()).contains("=1");
      relay.deafen();
      assertThat(send(insert, "{\"id\":2}", Map.of()).getException()).isInstanceOf(StoreUnavailableException.class);
      assertThat(send(select, "SELECT count() AS n FROM points", Map.of()).getException()).isNotNull();
      relay.hear();
      // a connection that was cut meanwhile fails once more
      await().untilAsserted(() -> assertThat(send(insert, "{\"id\":3}", Map.of()).getException()).isNull());
      await().untilAsserted(() -> assertThat(send(select, "SELECT uniqIf(id, id != 2) AS n FROM points", Map.of()).getMessage().getBody().toString())
          .contains("=2"));
    }
  }

  @Test
  void absentServer_atStart_delaysNoRoutes() throws Exception {
    start(at(1));
    long began = System.nanoTime();
    assertThat(send("clickhouse:" + database + ".points?operation=insert", "{\"id\":1}", Map.of()).getException())
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(send("jdbc:clickhouse?resetAutoCommit=false", "SELECT 1", Map.of()).getException()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void smallTable_isWrittenAsOneBatchBySql() {
    Exchange sent = send("sql:INSERT INTO points (id, name) VALUES (:#id, :#name)?dataSource=#clickhouse&batch=true&batchAutoCommitDisabled=false",
        List.of(Map.of("id", 1, "name", "a"), Map.of("id", 2, "name", "b")), Map.of());
    assertThat(sent.getException()).isNull();
    assertThat(rows()).isEqualTo("1 a 7,2 b 7");
  }

  @Test
  void insert_halfAMillionRows_streamsAsFastAsTheClient() {
    clickHouse.execute("CREATE TABLE sink (id UInt64, value UInt64) ENGINE = Null", Map.of());
    RowBinary rows = new RowBinary();
    for (long i = 0; i < MANY; i++) {
      rows.int64(i).int64(i).endRow();
    }
    String endpoint = "clickhouse:" + database + ".sink?operation=insert&format=RowBinary";
    long own = Long.MAX_VALUE;
    long routed = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long began = System.nanoTime();
      clickHouse.insert("sink", List.of("id", "value"), null, rows::writeTo);
      long between = System.nanoTime();
      Exchange sent = send(endpoint, new Counting(MANY), Map.of());
      routed = Math.min(routed, System.nanoTime() - between);
      own = Math.min(own, between - began);
      assertThat(sent.getMessage().getHeader("CamelClickHouseWrittenRows")).isEqualTo(MANY);
    }
    System.out.printf(Locale.ROOT, "500,000 rows: client %d ms, endpoint %d ms%n", own / 1_000_000, routed / 1_000_000);
    assertThat(routed / 1e6).isCloseTo(own / 1e6, within(own / 1e6 + 200));
  }

  /** Rows of (i, i) that are never held. */
  private static final class Counting extends InputStream {
    private final ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    private final long end;
    private long next;

    Counting(long end) {
      this.end = end;
      row.position(16);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (!row.hasRemaining()) {
          if (next == end) {
            break;
          }
          row.clear().putLong(next).putLong(next++).flip();
        }
        int part = Math.min(row.remaining(), length - done);
        row.get(to, offset + done, part);
        done += part;
      }
      return done == 0 ? -1 : done;
    }
  }

  private ClickHouse at(int port) {
    ClickHouseSettings known = clickHouse.settings();
    return ClickHouseClients.to(new ClickHouseSettings("http://127.0.0.1:" + port, known.user(), known.password(), database, Duration.ofSeconds(2)));
  }

  private Exchange send(String endpoint, Object body, Map<String, Object> headers) {
    return context.createProducerTemplate().send(endpoint, exchange -> {
      exchange.getMessage().setBody(body);
      exchange.getMessage().setHeaders(new HashMap<>(headers));
    });
  }

  private String failure(String endpoint) {
    try {
      context.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:wrong").to(endpoint);
        }
      });
      return "it was built";
    } catch (FailedToCreateRouteException e) {
      return e.getMessage() + " " + e.getCause().getMessage();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private String rows() {
    return String.join(",", clickHouse.query("SELECT concat(id, ' ', name, ' ', toUInt32(at)) FROM points ORDER BY id", Map.of(), row -> row.getString(1)));
  }
}
