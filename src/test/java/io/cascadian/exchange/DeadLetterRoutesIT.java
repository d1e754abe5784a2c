package io.cascadian.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.Replay;
import io.cascadian.ingest.ReplayRefusedException;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoreRejectedException;
import io.cascadian.store.StoreUnavailableException;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class DeadLetterRoutesIT {

  private final ClickHouse clickHouse = TestStores.emptyClickHouse();
  private final PostgresSettings settings = TestStores.freshPostgresSettings();
  private final Postgres postgres = Postgres.connect(settings);
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteClient routes = new RouteClient();
  private final DeadLetters letters = new DeadLetters(postgres, new DeadLetterSender(routes));
  private final Replay replay = new Replay(clickHouse, letters, Contracts.builtIn(), new ExchangeReplay(routes));
  private final AtomicInteger deliveries = new AtomicInteger();
  private final AtomicBoolean mailServerAway = new AtomicBoolean(true);
  private final AtomicReference<String> sent = new AtomicReference<>();
  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    context.disableJMX();
    context.getRegistry().bind("clickHouseClient", clickHouse);
    context.getRegistry().bind("mailServer", (Processor) exchange -> {
      deliveries.incrementAndGet();
      if (mailServerAway.get()) {
        throw new IOException("the mail server is away");
      }
      sent.set(exchange.getMessage().getHeader("Subject") + ": " + exchange.getMessage().getBody(String.class));
    });
    Properties properties = new Properties();
    properties.setProperty("sink.redelivery.delay", "10");
    properties.setProperty("request.redelivery.delay", "10");
    properties.setProperty("DB", clickHouse.settings().database());
    properties.setProperty("FOLDER", folder.toString());
    context.getPropertiesComponent().setOverrideProperties(properties);
    load(Files.readString(Path.of("routes/errors.camel.yaml")).replaceAll("(?s)- routeConfiguration:\\s+id: run-errors.*?(?=- routeConfiguration)", ""));
    TestDeadLetters.addTo(context, postgres);
    load("""
        - route:
            id: points
            routeConfigurationId: sink-dead-letters
            from:
              uri: direct:points
              steps:
                - to:
                    uri: "clickhouse:{{DB}}.points"
                    parameters:
                      operation: insert
                      format: RowBinary
        - route:
            id: alert-mail
            errorHandler:
              deadLetterChannel:
                deadLetterUri: direct:dead-letters
                deadLetterHandleNewException: false
                useOriginalMessage: true
                redeliveryPolicy:
                  maximumRedeliveries: 1
                  redeliveryDelay: 10
            from:
              uri: direct:alert-mail
              steps:
                - transform:
                    simple:
                      expression: "Dear operator, ${body}"
                - process:
                    ref: mailServer
        - route:
            id: run-ended
            from:
              uri: direct:run-ended
              steps:
                - setBody:
                    simple:
                      expression: "${body} has ended"
                - to:
                    uri: direct:posted
        - route:
            id: run-watched
            from:
              uri: direct:run-watched
              steps:
                - setBody:
                    simple:
                      expression: "${body} was watched"
                - wireTap:
                    uri: direct:posted
        - route:
            id: posted
            routeConfigurationId: dead-letters
            from:
              uri: direct:posted
              steps:
                - transform:
                    simple:
                      expression: "Dear operator, ${body}"
                - process:
                    ref: mailServer
        - route:
            id: ticking
            autoStartup: "false"
            routeConfigurationId: dead-letters
            from:
              uri: timer:ticking
              parameters:
                delay: 0
                repeatCount: 1
              steps:
                - setBody:
                    constant:
                      expression: tick
                - process:
                    ref: mailServer
        - route:
            id: queued
            routeConfigurationId: dead-letters
            from:
              uri: seda:queued
              parameters:
                pollTimeout: 50
              steps:
                - process:
                    ref: mailServer
        - route:
            id: recount
            routeConfigurationId: sink-dead-letters
            from:
              uri: direct:recount
              steps:
                - to:
                    uri: "clickhouse:{{DB}}"
                    parameters:
                      operation: query
                - process:
                    ref: mailServer
        - route:
            id: dropped
            routeConfigurationId: dead-letters
            from:
              uri: "file:{{FOLDER}}"
              parameters:
                delay: 100
                initialDelay: 0
                move: .done
              steps:
                - process:
                    ref: mailServer
        """);
    context.getManagementStrategy().addEventNotifier(new RetryLog());
    context.start();
    routes.connect(context);
  }

  private void load(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test-" + yaml.hashCode() + ".yaml", yaml));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    postgres.close();
    TestStores.drop(clickHouse);
  }

  @Test
  void page_tenThousandRecords_isStoredOnceHoweverOftenItComes() {
    List<DeadLetter.Rejected> page = IntStream.range(0, 10_000)
        .mapToObj(i -> new DeadLetter.Rejected("fills", "bad-amount", "amount of " + i, "{\"id\":" + i + "}", "source 1/" + i)).toList();
    letters.recordAll(page);
    letters.recordAll(page);
    assertThat(letters.countByReason(DeadLetterFilter.open())).isEqualTo(Map.of("bad-amount", 10_000L));
    assertThat(postgres.queryOne("SELECT min(seen) || ' ' || max(seen) FROM dead_letters", row -> row.getString(1))).contains("2 2");
  }

  @Test
  void page_storeAway_failsAndIsTakenWhenItIsBack() {
    postgres.update("ALTER TABLE dead_letters RENAME TO away");
    List<DeadLetter.Rejected> page = List.of(new DeadLetter.Rejected("fills", "bad", null, "{}", "source 1/a"));
    assertThatThrownBy(() -> letters.recordAll(page)).isInstanceOfSatisfying(StoreRejectedException.class, e -> assertThat(e.code()).isEqualTo("42P01"));
    postgres.update("ALTER TABLE away RENAME TO dead_letters");
    postgres.close();
    assertThatThrownBy(() -> letters.recordAll(page)).isInstanceOf(StoreUnavailableException.class);
    try (Postgres again = Postgres.connect(settings)) {
      TestDeadLetters.of(again).recordAll(page);
      assertThat(new DeadLetters(again).countByReason(DeadLetterFilter.open())).isEqualTo(Map.of("bad", 1L));
    }
  }

  @Test
  void batch_refusedByClickHouse_isReplayedWhenTheCauseIsMended() {
    RowBinary rows = new RowBinary().int64(1).int64(10).endRow().int64(2).int64(20).endRow();
    Exchange failed = send("direct:points", rows, Map.of("CamelClickHouseColumns", List.of("id", "value"), "Authorization", "Bearer x"));
    assertThat(failed.getException()).isNull();
    DeadLetter letter = onlyLetter();
    assertThat(letter.stream() + " " + letter.reason() + " " + letter.origin()).isEqualTo("points store-rejected direct://points");
    assertThat(letter.detail()).contains("points", "UNKNOWN_TABLE", "clickhouse://" + clickHouse.settings().database());
    assertThat(letter.exchange().deliveries()).isEqualTo(1);
    assertThat(letter.exchange().encoding()).isEqualTo("base64");
    assertThat(letter.exchange().headers()).contains("CamelClickHouseColumns").doesNotContain("Bearer");

    assertThat(replayed(letter).details().toString()).contains("store-rejected=1");
    assertThat(onlyLetter().attempts()).isEqualTo(1);
    clickHouse.execute("CREATE TABLE points (id UInt64, value UInt64) ENGINE = MergeTree ORDER BY id", Map.of());
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(clickHouse.queryLong("SELECT sum(value) FROM points", Map.of())).isEqualTo(30);
    assertThat(letters.find(letter.id()).orElseThrow().isOpen()).isFalse();
  }

  @Test
  void mail_operatorsDeadLetterChannel_isReplayedAsItCame() {
    assertThat(send("direct:alert-mail", "the gates failed", Map.of("Subject", "Run 7")).getException()).isNull();
    DeadLetter letter = letters.find(onlyLetter().id()).orElseThrow();
    assertThat(deliveries).hasValue(2);
    assertThat(letter.payload() + " " + letter.exchange().deliveries()).isEqualTo("the gates failed 2");
    assertThat(letter.reason() + " " + letter.detail()).isEqualTo("io the mail server is away (in route alert-mail)");

    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(sent).hasValue("Run 7: Dear operator, the gates failed");
    assertThat(letters.list(DeadLetterFilter.open(), 10, 0)).isEmpty();
  }

  @Test
  void letter_ofTappedExchange_isOfTheRouteThatFailed() throws Exception {
    send("direct:run-watched", "run 7", Map.of());
    await().until(() -> !letters.list(DeadLetterFilter.open(), 1, 0).isEmpty());
    DeadLetter letter = letters.find(onlyLetter().id()).orElseThrow();
    assertThat(letter.exchange().route() + ": " + letter.payload()).isEqualTo("posted: run 7 was watched");
    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(sent).hasValue("null: Dear operator, run 7 was watched");
  }

  @Test
  void body_thatIsAStream_isStoredThoughTheRouteReadIt() {
    send("direct:posted", new ByteArrayInputStream("run 7".getBytes(StandardCharsets.UTF_8)), Map.of());
    assertThat(letters.find(onlyLetter().id()).orElseThrow().payload()).isEqualTo("run 7");
  }

  @Test
  void query_withParameters_isReplayedWithThem() {
    Map<String, Object> headers = Map.of("CamelClickHouseParameters", Map.of("id", 2, "names", List.of("a", "b")), "Report", folder.toFile(),
        "Long", "x".repeat(100_000), "Authorization", "Bearer x");
    send("direct:recount", "SELECT sum(value) + length({names:Array(String)}) FROM points WHERE id = {id:UInt64}", headers);
    DeadLetter letter = onlyLetter();
    assertThat(letter.exchange().headers()).contains("\"names\":[\"a\",\"b\"]").doesNotContain("Bearer");
    assertThat(letter.detail()).endsWith("without the headers Authorization (credentials), Long (100002 characters), Report (java.io.File)");
    clickHouse.execute("CREATE TABLE points (id UInt64, value UInt64) ENGINE = MergeTree ORDER BY id", Map.of());
    clickHouse.execute("INSERT INTO points VALUES (1, 10), (2, 20)", Map.of());
    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(sent.get().strip()).endsWith(":22}");
  }

  @Test
  void replay_ofRouteThatATimerOrQueueBegins_knowsItsEnd() throws Exception {
    context.getRouteController().startRoute("ticking");
    routes.request("seda:queued", exchange -> exchange.getMessage().setBody("queued"));
    await().until(() -> letters.list(DeadLetterFilter.open(), 10, 0).size() == 2);
    assertThat(replay.sendAgain(DeadLetterFilter.open()).details()).containsEntry("replayed", 0L).containsEntry("exchanges", 2L);
    mailServerAway.set(false);
    assertThat(replay.sendAgain(DeadLetterFilter.open()).details()).containsEntry("replayed", 2L);
    assertThat(letters.list(DeadLetterFilter.open(), 10, 0)).isEmpty();
  }

  @Test
  void letter_routeIsStopped_isRefusedWithARemedy() throws Exception {
    send("direct:alert-mail", "lost", Map.of());
    context.getRouteController().stopRoute("alert-mail");
    DeadLetterFilter which = DeadLetterFilter.open().ofId(onlyLetter().id());
    assertThatThrownBy(() -> replay.check(List.of(), which)).isInstanceOf(ReplayRefusedException.class).hasMessageContaining("is stopped; start it");
  }

  @Test
  void batch_withContentThatClickHouseRefuses_isALetter() {
    clickHouse.execute("CREATE TABLE points (id UInt64, value UInt64, CONSTRAINT small CHECK value < 20) ENGINE = MergeTree ORDER BY id", Map.of());
    RowBinary rows = new RowBinary().int64(1).int64(10).endRow().int64(2).int64(20).endRow();
    assertThat(send("direct:points", rows, Map.of("CamelClickHouseColumns", List.of("id", "value"))).getException()).isNull();
    assertThat(onlyLetter().detail()).contains("small");
    assertThat(clickHouse.queryLong("SELECT count() FROM points", Map.of())).as("all or nothing").isZero();
    clickHouse.execute("ALTER TABLE points DROP CONSTRAINT small", Map.of());
    assertThat(replayed(onlyLetter()).details()).containsEntry("replayed", 1L);
    assertThat(clickHouse.queryLong("SELECT count() FROM points", Map.of())).isEqualTo(2);
  }

  @Test
  void retry_isLoggedInOneSentenceOfOurOwn() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(lines);
    try {
      send("direct:posted", "run 7", Map.of());
    } finally {
      root.detachAppender(lines);
    }
    assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("Failed delivery"))
        .filteredOn(line -> line.contains("attempt")).hasSize(2)
        .first().asString().startsWith("Route posted: attempt 1 of 3 failed (the mail server is away); attempt 2 begins now, ")
        .endsWith("nothing is to be done unless all 3 fail");
  }

  @Test
  void replay_ofRouteThatAnotherCalls_failingAgain_staysOpen() {
    // it came by another route than the one that it is sent to again
    send("direct:run-ended", "run 7", Map.of());
    DeadLetter letter = letters.find(onlyLetter().id()).orElseThrow();
    assertThat(letter.exchange().route() + ": " + letter.payload()).as("as it came to that route").isEqualTo("posted: run 7 has ended");
    assertThat(replayed(letter).details()).containsEntry("replayed", 0L);
    assertThat(onlyLetter().id()).isEqualTo(letter.id());
    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("replayed", 1L);
    assertThat(letters.find(letter.id()).orElseThrow().isOpen()).isFalse();
  }

  @Test
  void mail_deadLetterStoreAway_failsLoudly() {
    postgres.update("ALTER TABLE dead_letters RENAME TO away");
    Exchange failed = send("direct:alert-mail", "the gates failed", Map.of());
    assertThat(failed.getException()).isInstanceOf(StoreRejectedException.class).hasMessageContaining("dead_letters");
    postgres.update("ALTER TABLE away RENAME TO dead_letters");
  }

  @Test
  void file_thatCouldNotBeUsed_goesBackToItsFolder() throws Exception {
    Files.writeString(folder.resolve("list.json"), "[1]");
    await().until(() -> !letters.list(DeadLetterFilter.open(), 1, 0).isEmpty());
    DeadLetter letter = onlyLetter();
    assertThat(letter.origin()).endsWith("list.json");
    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("replayed", 0L).containsEntry("given_back", 1L);
    await().untilAsserted(() -> assertThat(sent).hasValue("null: [1]"));
    assertThat(letters.find(letter.id()).orElseThrow().isOpen()).isFalse();
  }

  @Test
  void file_thatStandsElsewhere_isDroppedAgainWhileItIsThere() throws Exception {
    Path failed = Files.createDirectories(folder.resolve(".failed")).resolve("20260101-000000000-map.json");
    Files.writeString(failed, "{\"whole\": true}");
    letters.recordAll(List.of(new DeadLetter.Rejected("resolution-map", "bad", null, "{", failed.getFileName().toString(), new DeadLetter.FailedExchange(
        "dropped", "{\"CamelFileName\": \"map.json\", \"deadLetterFile\": \"" + failed + "\"}", "file", 1))));
    DeadLetter letter = onlyLetter();
    mailServerAway.set(false);
    assertThat(replayed(letter).details()).containsEntry("given_back", 1L);
    await().untilAsserted(() -> assertThat(sent).hasValue("null: {\"whole\": true}"));

    letters.recordAll(List.of(new DeadLetter.Rejected("resolution-map", "bad", null, "{", failed.getFileName().toString(), letter.exchange())));
    Files.delete(failed);
    assertThatThrownBy(() -> replay.check(List.of(), DeadLetterFilter.open().ofId(letter.id()))).isInstanceOf(ReplayRefusedException.class)
        .hasMessageContaining("map.json is gone");
    assertThat(replayed(letter).details().toString()).contains("not_replayable={resolution-map=1}");
  }

  @Test
  void letter_routeIsGone_isRefusedWithARemedy() throws Exception {
    send("direct:alert-mail", "lost", Map.of());
    context.getRouteController().stopRoute("alert-mail");
    context.removeRoute("alert-mail");
    DeadLetterFilter which = DeadLetterFilter.open().ofId(onlyLetter().id());
    assertThatThrownBy(() -> replay.check(List.of(), which)).isInstanceOf(ReplayRefusedException.class).hasMessageContaining("'alert-mail'");
    assertThat(replay.sendAgain(DeadLetterFilter.open()).details().toString()).contains("not_replayable={alert-mail=1}",
        "refusals={alert-mail=there is no route 'alert-mail' now; restore it}");
    assertThat(onlyLetter().isOpen()).isTrue();
  }

  @Test
  void body_ofAnyKind_comesBackAsItWas() throws Exception {
    for (Object body : new Object[] {null, "text ä", new byte[] {0, 1, -1}, Map.of("a", List.of(1, 2))}) {
      postgres.update("TRUNCATE dead_letters");
      send("direct:dead-letters", body, Map.of("n", 1));
      DeadLetter letter = letters.find(onlyLetter().id()).orElseThrow();
      Exchange back = context.getEndpoint("direct:any").createExchange();
      FailedExchanges.restore(letter, back);
      assertThat(back.getMessage().getBody()).isEqualTo(body);
      assertThat(back.getMessage().getHeader("n")).isEqualTo(1);
    }
  }

  private StepResult replayed(DeadLetter letter) {
    return replay.sendAgain(DeadLetterFilter.open().ofId(letter.id()));
  }

  private DeadLetter onlyLetter() {
    List<DeadLetter> all = letters.list(DeadLetterFilter.open(), 10, 0);
    assertThat(all).hasSize(1);
    return letters.find(all.get(0).id()).orElseThrow();
  }

  private Exchange send(String endpoint, Object body, Map<String, Object> headers) {
    return routes.request(endpoint, exchange -> {
      exchange.getMessage().setBody(body);
      headers.forEach(exchange.getMessage()::setHeader);
    });
  }
}
