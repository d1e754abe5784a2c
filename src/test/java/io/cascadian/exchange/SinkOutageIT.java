package io.cascadian.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Replay;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.testkit.TcpRelay;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes of an operator that store rows while ClickHouse is gone, behind connections that are cut. */
@Timeout(120)
class SinkOutageIT {

  private static final int MANY = 400_000;

  private final ClickHouse clickHouse = TestStores.emptyClickHouse();
  private final Postgres postgres = TestStores.freshPostgres();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteClient routes = new RouteClient();
  private final DeadLetters letters = new DeadLetters(postgres, new DeadLetterSender(routes));
  private final Replay replay = new Replay(clickHouse, letters, Contracts.builtIn(), new ExchangeReplay(routes));
  private TcpRelay relay;
  private ClickHouse relayed;

  @BeforeEach
  void start() throws Exception {
    clickHouse.execute("CREATE TABLE points (id UInt64, value UInt64) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100",
        Map.of());
    relay = new TcpRelay(URI.create(TestStores.clickHouseServer().url()).getPort());
    ClickHouseSettings server = clickHouse.settings();
    relayed = ClickHouseClients.connect(ClickHouseSettings.of("http://127.0.0.1:" + relay.port(), server.user(), server.password(), server.database()));
    context.disableJMX();
    context.getRegistry().bind("clickHouseClient", relayed);
    Properties properties = new Properties();
    // six redeliveries within some 2 s
    properties.setProperty("sink.redelivery.delay", "200");
    properties.setProperty("sink.redelivery.longest", "400");
    properties.setProperty("DB", server.database());
    context.getPropertiesComponent().setOverrideProperties(properties);
    load(Files.readString(Path.of("routes/errors.camel.yaml")).replaceAll("(?s)- routeConfiguration:\\s+id: run-errors.*?(?=- routeConfiguration)", ""));
    TestDeadLetters.addTo(context, postgres);
    load(route("points", "sink-redelivery") + route("measurements", "sink-dead-letters") + route("copies", "copy-redelivery"));
    context.start();
    routes.connect(context);
  }

  private static String route(String id, String configuration) {
    return String.format(Locale.ROOT, """
        - route:
            id: %s
            routeConfigurationId: %s
            from:
              uri: direct:%s
              steps:
                - to:
                    uri: "clickhouse:{{DB}}.points"
                    parameters:
                      operation: insert
                      format: RowBinary
        """, id, configuration, id);
  }

  private void load(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test-" + yaml.hashCode() + ".yaml", yaml));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    relayed.close();
    relay.close();
    postgres.close();
    TestStores.drop(clickHouse);
  }

  @Test
  void outage_ofASecond_rowsArriveOnce() throws Exception {
    relay.cut();
    CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> send("direct:points", rows(2), "one"));
    TimeUnit.MILLISECONDS.sleep(800);
    assertThat(sent).as("it waits").isNotDone();
    relay.restore();
    assertThat(sent.get(20, TimeUnit.SECONDS).getException()).isNull();
    assertThat(stored()).isEqualTo(2);
    assertThat(open()).isEmpty();
  }

  @Test
  void outage_inTheMiddleOfAnInsert_rowsArriveOnce() throws Exception {
    for (int round = 1; round <= 4; round++) {
      String token = "round " + round;
      CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> send("direct:points", rows(MANY), token));
      TimeUnit.MILLISECONDS.sleep(20L * round * round);
      relay.cut();
      TimeUnit.MILLISECONDS.sleep(300);
      relay.restore();
      assertThat(sent.get(30, TimeUnit.SECONDS).getException()).isNull();
      assertThat(stored()).as(token).isEqualTo((long) MANY * round);
    }
  }

  @Test
  void outage_longerThanTheRedeliveries_failsTheSender() {
    relay.cut();
    assertThat(send("direct:points", rows(2), "one").getException()).isInstanceOf(StoreUnavailableException.class);
    relay.restore();
    assertThat(send("direct:points", rows(2), "one").getException()).isNull();
    assertThat(stored()).isEqualTo(2);
    assertThat(open()).isEmpty();
  }

  @Test
  void outage_longer_leavesALetterThatReplayStores() {
    relay.cut();
    assertThat(send("direct:measurements", rows(2), "one").getException()).isNull();
    DeadLetter letter = open().get(0);
    assertThat(letter.reason() + " " + letter.exchange().deliveries()).isEqualTo("store-unavailable 7");
    assertThat(replayed(letter).details().toString()).as("still away").contains("rejected={store-unavailable=1}");
    relay.restore();
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(stored()).isEqualTo(2);
    assertThat(open()).isEmpty();
  }

  @Test
  void outage_duringACopyThatComesAgain_isRetriedOnceOnly() {
    relay.cut();
    Exchange copy = send("direct:copies", rows(2), "one");
    assertThat(copy.getException()).as("its sender can go on").isNull();
    assertThat(copy.getProperty(DeliveryCounter.DELIVERIES)).isEqualTo(2);
    assertThat(open()).isEmpty();
    relay.restore();
    send("direct:copies", rows(2), "one");
    assertThat(stored()).isEqualTo(2);
  }

  private StepResult replayed(DeadLetter letter) {
    return replay.sendAgain(DeadLetterFilter.open().ofId(letter.id()));
  }

  private List<DeadLetter> open() {
    return letters.list(DeadLetterFilter.open(), 10, 0);
  }

  private long stored() {
    return clickHouse.queryLong("SELECT count() FROM points", Map.of());
  }

  private static RowBinary rows(int count) {
    RowBinary rows = new RowBinary();
    for (int i = 0; i < count; i++) {
      rows.int64(i).int64(i).endRow();
    }
    return rows;
  }

  private Exchange send(String endpoint, RowBinary rows, String token) {
    return routes.request(endpoint, exchange -> {
      exchange.getMessage().setBody(rows);
      exchange.getMessage().setHeader("CamelClickHouseColumns", List.of("id", "value"));
      exchange.getMessage().setHeader("CamelClickHouseDeduplicationToken", token);
    });
  }
}
