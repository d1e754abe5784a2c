package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.markets.CategoryDefinitions;
import io.cascadian.markets.DimensionSeed;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StepResult;
import io.cascadian.store.StoresOutOfSyncException;
import io.cascadian.testkit.SharedData;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files in the drop folder, on real stores. */
class ResolutionInboxIT {

  private final ClickHouse clickHouse = TestStores.freshClickHouse();
  private final PostgresSettings postgresSettings = TestStores.freshPostgresSettings();
  private final Postgres postgres = Postgres.connect(postgresSettings);
  private final ResolutionMaps maps = new ResolutionMaps(clickHouse, postgres);
  private long fence;

  @TempDir
  private Path drop;

  @AfterEach
  void close() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void realMarketList_fillsUnknowns_understandsZeroPayouts() throws Exception {
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, question, source, revision) VALUES"
        + " ('003155b47b6729a5a633430075de692f914fa97f0253ed11262107455c688e74', '647899', 'as the catalogue tells it', 'gamma', 1)", Map.of());
    Files.copy(SharedData.path("dims/markets_dim_seed.json.gz"), inbox("1-markets_dim_seed.json.gz"));
    StepResult result = process();
    // 5,781 markets, one of them reported by the catalogue; 452 YES and 868 NO
    assertThat(result.rows()).isEqualTo(5_780 + 1_320);
    assertThat(count("markets_dim FINAL WHERE source = 'seed'")).isEqualTo(5_780);
    assertThat(count("markets_dim FINAL WHERE question = 'as the catalogue tells it'")).isEqualTo(1);
    assertThat(count("winning_index WHERE source = 'seed' AND winning_outcome_index = 0")).isEqualTo(452);
    assertThat(count("winning_index WHERE source = 'seed' AND winning_outcome_index = 1")).isEqualTo(868);
    // the list has the scheduled end of a market as its time of resolution
    assertThat(count("winning_index WHERE isNotNull(resolved_at)")).isZero();
    assertThat(maps.status().lastMap()).as("a list is no map").isNull();

    Files.copy(SharedData.path("resolution/expanded_resolution_map.2025-10-29.json"), inbox("2-map.json"));
    assertThat(process().rows()).isEqualTo(1_179);
    assertThat(count("winning_index WHERE source = 'map'")).isEqualTo(1_179);
    assertThat(count("winning_index WHERE source = 'seed'")).isEqualTo(1_320 - 1_179 + outsideTheList());
    assertThat(count("winning_index WHERE is_contradicted")).isZero();

    Files.copy(SharedData.path("dims/markets_dim_seed.json.gz"), inbox("3-again.json.gz"));
    assertThat(process().rows()).isZero();
    assertThat(statuses()).containsExactly("1-markets_dim_seed.json.gz applied", "2-map.json applied", "3-again.json.gz unchanged");
  }

  /** Conditions of the map that the list does not resolve. */
  private long outsideTheList() {
    return count("market_resolutions FINAL WHERE source = 'map' AND condition_id NOT IN"
        + " (SELECT condition_id FROM market_resolutions FINAL WHERE source = 'seed')");
  }

  @Test
  void events_getCategoryByEqualTags() throws Exception {
    Files.writeString(inbox("events.json"), """
        [{"event_id": "who-wins", "title": "Who wins?", "category": null, "tags": [{"id": "1", "label": "NBA"}], "status": "closed", "ends_at": null},
         {"event_id": "ai-campaign", "title": "AI", "category": null, "tags": [{"label": "Campaigning"}], "status": null, "ends_at": "2026-01-01T00:00:00Z"},
         {"title": "without id"}]
        """);
    assertThat(process().rows()).isEqualTo(2);
    assertThat(clickHouse.query("SELECT event_id, canonical_category FROM events_dim FINAL ORDER BY event_id", Map.of(),
        row -> row.getString(1) + " " + row.getString(2))).containsExactly("ai-campaign Uncategorized", "who-wins Sports");
    assertThat(postgres.query("SELECT reason FROM dead_letters", row -> row.getString(1))).containsExactly("no-event-id");
  }

  @Test
  void seededMarket_findsEventBySlug() throws Exception {
    Files.writeString(inbox("1-markets.json"), String.format(Locale.ROOT, """
        [{"condition_id": "0x%s", "market_id": "7", "event_id": "who-wins", "question": "?"},
         {"condition_id": "0x%s", "market_id": "8", "event_id": "nobody-knows", "question": "?"}]
        """, "a".repeat(64), "b".repeat(64)));
    Files.writeString(inbox("2-events.json"), "[{\"event_id\": \"who-wins\", \"title\": \"Who wins?\", \"tags\": [\"Bitcoin\"]}]");
    process();
    String map = "SELECT concat(market_id, ' ', event_id, ' ', canonical_category, ' ', toString(changed_in)) FROM condition_market_map"
        + " ORDER BY market_id";
    assertThat(clickHouse.query(map, Map.of(), row -> row.getString(1))).containsExactly("7 who-wins Crypto 1", "8 nobody-knows Uncategorized 1");
    // the catalogue reports the event under its number, and knows better; two events of one slug do not double a market
    clickHouse.execute("INSERT INTO events_dim VALUES ('99', 'who-wins', 'Who wins?', NULL, ['NBA'], 'Sports', '', NULL, 'gamma', 5, 0),"
        + " ('100', 'who-wins', 'Who wins again?', NULL, ['NBA'], 'Sports', '', NULL, 'gamma', 5, 0)", Map.of());
    assertThat(clickHouse.query(map, Map.of(), row -> row.getString(1))).containsExactly("7 100 Sports 5", "8 nobody-knows Uncategorized 1");
  }

  @Test
  void tornList_changesNothing() throws Exception {
    Files.writeString(inbox("events.json"), "[{\"event_id\": \"a\", \"title\": \"A\"}, {\"event_id\": \"b\", \"ti");
    Files.writeString(inbox("markets.json"), "[{\"condition_id\": \"0x" + "1".repeat(64) + "\", \"market_id\": \"1\"}, {\"cond");
    Files.writeString(inbox("nothing.json"), "[]");
    assertThatThrownBy(this::process).isInstanceOfSatisfying(FilesRejectedException.class, e ->
        assertThat(e.rejected()).hasSize(3).allSatisfy(r -> assertThat(r).containsAnyOf("truncated", "not-an-object")));
    assertThat(count("events_dim") + count("markets_dim")).isZero();
    assertThat(statuses()).containsExactly("events.json rejected", "markets.json rejected", "nothing.json rejected");
  }

  @Test
  void olderMap_afterNewerOne_addsNewAndChangesNothing() throws Exception {
    Files.writeString(inbox("1-new.json"), map("2026-01-02T00:00:00Z", "YES"));
    String old = map("2026-01-01T00:00:00Z", "NO").replace("]}",
        ", {\"condition_id\": \"0x" + "b".repeat(64) + "\", \"market_id\": \"2\", \"resolved_outcome\": \"NO\"}]}");
    Files.writeString(inbox("2-old.json"), old);
    process();
    assertThat(statuses()).containsExactly("1-new.json applied", "2-old.json applied");
    assertThat(postgres.queryOne("SELECT reason || ' ' || (counts->>'superseded') FROM resolution_files WHERE name = '2-old.json'", row -> row.getString(1)))
        .hasValueSatisfying(message -> assertThat(message).startsWith("older-than-applied: last_updated, 2026-01-01T00:00:00Z, is before 2026-01-02T00:00:00Z"
            + " of 1-new.json, so what differs from what is known was left out (entries: 1)").endsWith(" 1"));
    assertThat(count("winning_index WHERE winning_outcome_index = 0")).isEqualTo(1);
    assertThat(count("winning_index WHERE winning_outcome_index = 1 AND condition_id = '" + "b".repeat(64) + "'")).isEqualTo(1);
    // what the reason advises
    Files.writeString(inbox("3-as-told.json"), old.replace("2026-01-01", "2026-01-02"));
    process();
    assertThat(count("winning_index WHERE winning_outcome_index = 1")).isEqualTo(2);
    Files.writeString(inbox("1-new.json"), map("2026-01-02T00:00:00Z", "YES"));
    process();
    clickHouse.execute("ALTER TABLE market_resolutions DELETE WHERE condition_id = '" + "b".repeat(64) + "' SETTINGS mutations_sync = 1", Map.of());

    // a map without a comparable time counts as the newest
    for (String time : List.of("none that can be read", "+1000000000-01-01T00:00:00Z", "2290-01-01T00:00:00Z")) {
      Files.writeString(inbox("3.json"), map(time, "NO"));
      process();
      assertThat(count("winning_index WHERE winning_outcome_index = 1")).as(time).isEqualTo(1);
      Files.writeString(inbox("4.json"), map("2026-01-03T00:00:00Z", "YES"));
      process();
      assertThat(count("winning_index WHERE winning_outcome_index = 0")).as(time).isEqualTo(1);
    }
    String notes = "SELECT counts #>> '{notes,last-updated-unreadable}' FROM resolution_files WHERE name = '3.json' ORDER BY id";
    assertThat(postgres.query(notes, row -> row.getString(1))).containsExactly("1", "1", null);
  }

  private static String map(String lastUpdated, String outcome) {
    return "{\"last_updated\": \"" + lastUpdated + "\", \"resolutions\": [{\"condition_id\": \"0x" + "a".repeat(64)
        + "\", \"market_id\": \"1\", \"resolved_outcome\": \"" + outcome + "\", \"resolved_at\": \"+1000000000-01-01T00:00:00Z\"}]}";
  }

  @Test
  void unexpectedErrorInFile_doesNotBlockOthers() throws Exception {
    ResolutionInbox inbox = new ResolutionInbox(drop);
    DimensionFiles overflowing = new DimensionFiles() {
      @Override
      public StepResult markets(InputStream in, FenceGuard guard) {
        throw new AssertionError("there is none");
      }

      @Override
      public StepResult events(InputStream in, FenceGuard guard) {
        throw new ArithmeticException("long overflow");
      }
    };
    Files.writeString(inbox("1-events.json"), "[{\"event_id\": \"a\", \"title\": \"A\"}]");
    Files.createDirectories(inbox("2-a-folder.json"));
    Files.writeString(inbox("3-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    assertThatThrownBy(() -> process(inbox, clickHouse, overflowing, FenceGuard.of(++fence))).isInstanceOfSatisfying(FilesRejectedException.class, e ->
        assertThat(e.rejected()).hasSize(2).first().asString().contains("unexpected: an error of the program stopped it (ArithmeticException)"));
    assertThat(statuses()).containsExactly("1-events.json rejected", "2-a-folder.json rejected", "3-map.json applied");
    assertThat(inbox.isWaiting()).isFalse();
    // callers over HTTP see it as it is
    assertThat(postgres.query("SELECT payload FROM dead_letters WHERE reason = 'unreadable'", row -> row.getString(1)))
        .containsExactly("(the file could not be read)");
  }

  @Test
  void fileThatIsNoText_isRejectedAndKeepsNoOtherWaiting() throws Exception {
    // the parser quotes what it cannot read, and Postgres takes no character 0
    Files.write(inbox("1-archive.json"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 'x', 27, '[', '2', 'J'});
    Files.writeString(inbox("2-word.json"), "{\"resolutions\": [tr\u0000e]}");
    Files.write(inbox("3-latin.json"), "{\"title\": \"caf\u00e9\", \"resolutions\": []}".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(inbox("4-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    assertThatThrownBy(this::process).isInstanceOfSatisfying(FilesRejectedException.class, e -> assertThat(e.rejected()).hasSize(3)
        .allSatisfy(message -> assertThat(message).as("nothing for a console to obey").doesNotContainPattern("\\p{Cc}")));
    assertThat(statuses()).containsExactly("1-archive.json rejected", "2-word.json rejected", "3-latin.json rejected", "4-map.json applied");
    assertThat(postgres.queryOne("SELECT reason FROM resolution_files WHERE name = '3-latin.json'", row -> row.getString(1)).orElseThrow())
        .startsWith("malformed: the file is not text in UTF-8 at line 1").endsWith("write it in UTF-8, and drop it again");
  }

  @Test
  void whatIsNoFile_isRejectedAndKeepsNoOtherWaiting() throws Exception {
    ResolutionInbox inbox = new ResolutionInbox(drop);
    Files.createSymbolicLink(inbox("1-gone.json"), Path.of("nowhere", "map.json"));
    Files.createSymbolicLink(inbox("2-itself.json"), Path.of("2-itself.json"));
    Files.createSymbolicLink(inbox("3-folder.json"), drop);
    assertThat(new ProcessBuilder("mkfifo", inbox("4-pipe.json").toString()).start().waitFor()).isZero();
    Files.createDirectories(inbox("5-folder.json"));
    Files.createDirectories(drop.resolve(".failed/5-folder.json/of-the-last-time"));
    assertThat(new ProcessBuilder("bash", "-c", "echo '{}' > \"$1\"/.inbox/$'6-caf\\xe9.json'", "bash", drop.toString()).start().waitFor()).isZero();
    Files.writeString(inbox("7-map.json"), map("2026-01-02T00:00:00Z", "YES").replace("]", ", {\"market_id\": \"1\"}]"));
    Files.createFile(inbox("8-empty.json"));
    assertThatThrownBy(() -> process(inbox)).isInstanceOfSatisfying(FilesRejectedException.class, e -> {
      assertThat(e.rejected()).hasSize(7);
      assertThat(e.partialResult().details().get("skipped_entries")).as("of the file that was applied").isEqualTo(Map.of("no-condition-id", 1L));
    });
    assertThat(statuses()).hasSize(8).contains("1-gone.json rejected", "2-itself.json rejected", "3-folder.json rejected", "4-pipe.json rejected",
        "5-folder.json rejected", "7-map.json applied", "8-empty.json rejected");
    assertThat(postgres.queryOne("SELECT reason FROM resolution_files WHERE name = '1-gone.json'", row -> row.getString(1)))
        .hasValue("unreadable: it is no file, or a link to one that is not there; drop the file itself");
    try (Stream<Path> left = Files.list(drop.resolve(".inbox"))) {
      assertThat(left).as("nothing sets off another run").isEmpty();
    }
    assertThat(inbox.isWaiting()).isFalse();
    assertThat(postgres.query("SELECT origin FROM dead_letters ORDER BY 1", row -> row.getString(1))).hasSize(7);
  }

  @Test
  void fileThatCannotBeMoved_isRecordedOnceAndTheOthersAreProcessed() throws Exception {
    assumeThat(new ProcessBuilder("mount", "--version").start().waitFor()).isZero();
    ResolutionInbox inbox = new ResolutionInbox(drop);
    Files.writeString(inbox("1-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    Path target = Files.createFile(drop.resolve("1-map.json"));
    // what is mounted cannot be moved, not even by root
    assumeThat(new ProcessBuilder("mount", "--bind", target.toString(), inbox("1-map.json").toString()).start().waitFor()).isZero();
    try {
      Files.writeString(target, map("2026-01-02T00:00:00Z", "YES"));
      Files.writeString(inbox("2-map.json"), map("2026-01-03T00:00:00Z", "NO"));
      assertThatThrownBy(() -> process(inbox)).hasMessageContaining("cannot be moved out of").hasMessageContaining("1-map.json");
      assertThat(statuses()).containsExactly("1-map.json applied", "2-map.json applied");
      assertThat(inbox.isWaiting()).as("sets off no further run").isFalse();
      Files.writeString(inbox("3-map.json"), map("2026-01-04T00:00:00Z", "YES"));
      assertThatThrownBy(() -> process(inbox)).hasMessageContaining("1-map.json");
      assertThat(statuses()).containsExactly("1-map.json applied", "2-map.json applied", "3-map.json applied");
    } finally {
      assertThat(new ProcessBuilder("umount", inbox("1-map.json").toString()).start().waitFor()).isZero();
    }
    process(inbox);
    assertThat(statuses()).as("it is moved, and not recorded again").hasSize(3);
    assertThat(drop.resolve(".done/1-map.json")).exists();
  }

  @Test
  void fileThatTheRouteLeaves_failsTheStepAndSetsOffNoRunForAWhile() throws Exception {
    ResolutionInbox inbox = new ResolutionInbox(drop);
    Files.writeString(inbox("1-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    assertThat(inbox.isWaiting()).isTrue();
    List<FileWork> unhandled = inbox.begin(FenceGuard.of(++fence));
    assertThatThrownBy(() -> inbox.finish(unhandled)).isInstanceOfSatisfying(IllegalStateException.class, e -> {
      assertThat(e).hasMessageContaining("left 1-map.json in").hasMessageContaining("archive");
      assertThatThrownBy(() -> inbox.failed(e)).isSameAs(e);
    });
    assertThat(inbox.isWaiting()).isFalse();
    process();
    assertThat(statuses()).containsExactly("1-map.json applied");
  }

  @Test
  void failedRun_startsNoOtherForAWhile() throws Exception {
    ResolutionInbox inbox = new ResolutionInbox(drop);
    Files.writeString(inbox("1-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    FenceGuard apart = new FenceGuard() {
      @Override
      public long fence() {
        return 1;
      }

      @Override
      public void check() {
        // held
      }

      @Override
      public void checkIn(Connection connection) {
        // held
      }

      @Override
      public void checkStores() {
        throw StoresOutOfSyncException.olderClickHouse(2, 1);
      }
    };
    assertThatThrownBy(() -> process(inbox, clickHouse, seed(clickHouse, postgres), apart)).isInstanceOf(StoresOutOfSyncException.class);
    assertThat(inbox.isWaiting()).as("in the pause").isFalse();
    assertThat(statuses()).isEmpty();
  }

  @Test
  void failureOfNoFile_pausesRunsAndRecordsNothing() throws Exception {
    ResolutionInbox inbox = new ResolutionInbox(drop);
    Files.writeString(inbox("1-map.json"), map("2026-01-02T00:00:00Z", "YES"));
    Files.delete(drop.resolve(".done"));
    Files.createFile(drop.resolve(".done"));
    assertThat(inbox.isWaiting()).isTrue();
    assertThatThrownBy(() -> process(inbox)).hasMessageContaining("is not a folder that can be written");
    assertThat(inbox.isWaiting()).as("in the pause").isFalse();
    assertThat(statuses()).isEmpty();
    Files.delete(drop.resolve(".done"));
    Files.createDirectory(drop.resolve(".done"));
    // as a nightly run does, which does not ask
    process(inbox);
    Files.writeString(inbox("2-map.json"), map("2026-01-03T00:00:00Z", "YES"));
    assertThat(inbox.isWaiting()).as("after a success").isTrue();

    ClickHouse gone = ClickHouseClients.connect(clickHouse.settings());
    gone.close();
    assertThatThrownBy(() -> process(inbox, gone, seed(gone, postgres), FenceGuard.of(++fence))).isInstanceOf(RuntimeException.class);
    assertThat(drop.resolve(".inbox/2-map.json")).as("it is not the file's fault").exists();
  }

  @Test
  void outcomeAgainstVector_isComparedByTheMarketsLabels() throws Exception {
    String noFirst = "a".repeat(64);
    String yesFirst = "b".repeat(64);
    clickHouse.execute("INSERT INTO markets_dim (condition_id, market_id, outcomes, source, revision) VALUES ('" + noFirst
        + "', '1', ['No', 'Yes'], 'gamma', 1), ('" + yesFirst + "', '2', ['Yes', 'No'], 'gamma', 1)", Map.of());
    String entry = "{\"condition_id\": \"0x%s\", \"market_id\": \"1\", \"resolved_outcome\": \"NO\", \"payout_yes\": 0, \"payout_no\": 1,"
        + " \"payout_numerators\": [1, 0]}";
    Files.writeString(inbox("1.json"), "{\"resolutions\": [" + String.join(",", String.format(Locale.ROOT, entry, noFirst), String.format(Locale.ROOT, entry, yesFirst),
        String.format(Locale.ROOT, entry, "c".repeat(64))) + "]}");
    assertThat(process().details().get("skipped_entries")).isEqualTo(Map.of("conflicts", 2L));
    assertThat(clickHouse.query("SELECT concat(condition_id, ' ', toString(winning_outcome_index)) FROM winning_index", Map.of(), row -> row.getString(1)))
        .containsExactly(noFirst + " 0");
    assertThat(counts("1.json")).contains("\"conflicts\": 2", "\"duplicates\": 0", "\"added\": 1", "\"with_payouts\": ").doesNotContain("\"resolved\"");
    assertThat(new ResolutionIntegrityCheck(maps, 1).check().message()).isEqualTo("resolved conditions: 1");

    // two entries that say the same in two ways
    Files.writeString(inbox("2.json"), String.format(Locale.ROOT, "{\"resolutions\": [{\"condition_id\": \"%1$s\", \"market_id\": \"2\", \"resolved_outcome\": \"NO\"},", yesFirst) + " {\"condition_id\": \"" + yesFirst + "\", \"market_id\": \"2\", \"payout_numerators\": [0, 1]}]}");
    process();
    assertThat(counts("2.json")).contains("\"conflicts\": 0", "\"duplicates\": 1", "\"added\": 1");
    assertThat(count("winning_index WHERE winning_outcome_index = 1")).isEqualTo(1);
  }

  @Test
  void compressedFileThatIsBroken_isRejectedByWhatIsWrong() throws Exception {
    byte[] good = gzip(map("2026-01-02T00:00:00Z", "YES"));
    byte[] checksum = good.clone();
    checksum[good.length - 8] ^= 1;
    byte[] content = good.clone();
    // a kind of block that there is not
    content[10] = 0x07;
    Files.write(inbox("1-checksum.json.gz"), checksum);
    Files.write(inbox("2-content.json.gz"), content);
    Files.write(inbox("3-cut.JSON.GZ"), Arrays.copyOf(good, good.length / 2));
    Files.write(inbox("4-cut-in-its-head.json"), Arrays.copyOf(good, 3));
    Files.createDirectories(inbox("5-folder.json"));
    Files.writeString(inbox("6-empty.json"), "");
    Files.writeString(inbox("7-report.json"), "{\"summary\": {\"a\": 1}, \"valid_backfill_mappings\": [");
    Files.write(inbox("8-good.json.Gz"), good);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ResolutionFiles.class);
    lines.start();
    logger.addAppender(lines);
    assertThatThrownBy(this::process).isInstanceOfSatisfying(FilesRejectedException.class, e -> {
      assertThat(e.rejected()).hasSize(7).noneMatch(reason -> reason.contains("Exception") || reason.contains("null") || reason.contains("java."));
      assertThat(e.rejected().get(0)).contains("damaged: ", "checksum");
      assertThat(e.rejected().get(1)).contains("damaged: ");
      assertThat(e.rejected().get(2)).contains("truncated: ", "in the middle");
      assertThat(e.rejected().get(3)).contains("truncated: ");
      assertThat(e.rejected().get(4)).contains("unreadable: ", "it is no file");
      assertThat(e.rejected().get(5)).contains("not-an-object: ", "is empty");
      assertThat(e.rejected().get(6)).contains("truncated: ");
    });
    logger.detachAppender(lines);
    assertThat(lines.list).filteredOn(line -> line.getLevel() == Level.WARN).hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(line -> assertThat(line.getThrowableProxy()).as(line.getFormattedMessage()).isNull())
        .extracting(ILoggingEvent::getFormattedMessage).anyMatch(line -> line.contains("1-checksum.json.gz: cannot be read to its end; rejecting it: the compressed file is damaged"));
    assertThat(count("winning_index")).isEqualTo(1);
  }

  @Test
  void lookupsWithResolutionsAmongThem_areNotNoted() throws Exception {
    String lookup = "{\"condition_id\": \"0x" + "a".repeat(64) + "\", \"market_id\": 1.0}\n";
    Files.writeString(inbox("1-good.jsonl"), "\uFEFF" + lookup + "{\n" + "x".repeat(100_000) + "\n");
    Files.writeString(inbox("2-entry.jsonl"), lookup + lookup.replace("}", ", \"resolved_outcome\": \"YES\"}"));
    Files.writeString(inbox("3-map.jsonl"), lookup + map("2026-01-02T00:00:00Z", "YES"));
    Files.writeString(inbox("4-list.jsonl"), lookup + "[" + lookup.strip() + "]");
    Files.writeString(inbox("5-pretty.jsonl"), lookup.replace(",", ",\n").replace("{", "{\n").replace("}", "\n}"));
    assertThatThrownBy(this::process).isInstanceOfSatisfying(FilesRejectedException.class, e -> assertThat(e.rejected())
        .hasSize(4).satisfies(all -> assertThat(all.subList(0, 3)).allMatch(r -> r.contains("entries-outside-list: ")))
        .last().asString().contains("malformed: "));
    assertThat(statuses().get(0)).isEqualTo("1-good.jsonl noted");
    assertThat(counts("1-good.jsonl")).contains("\"rows\": 3", "\"malformed\": 2");
  }

  @Test
  void listEntryThatContradictsItself_isNoMarket() throws Exception {
    Files.writeString(inbox("1-markets.json"), String.format(Locale.ROOT, """
        [{"market_id": "2001", "question": "no condition"}, 7,
         {"event_id": "e", "condition_id": "0x%s", "condition_id": "0x%s", "market_id": "7", "question": "?", "resolved_outcome": "YES"},
         {"event_id": "e", "condition_id": "0x%s", "market_id": 8.0, "question": "?", "resolved_outcome": "YES", "payout_no": NaN}]
        """, "a".repeat(64), "b".repeat(64), "c".repeat(64)));
    process();
    assertThat(clickHouse.query("SELECT market_id FROM markets_dim FINAL", Map.of(), row -> row.getString(1))).containsExactly("8");
    assertThat(count("winning_index")).isEqualTo(1);
    assertThat(postgres.query("SELECT reason FROM dead_letters ORDER BY reason", row -> row.getString(1)))
        .containsExactly("contradictory", "no-condition-id", "no-condition-id");
  }

  private String counts(String name) {
    return postgres.queryOne("SELECT counts::text FROM resolution_files WHERE name = ?", row -> row.getString(1), name).orElseThrow();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStreamWriter out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  @Test
  @Tag("proof")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void millionEntries_streamThroughSmallHeap() throws Exception {
    Path map = inbox("million.json.gz");
    try (Writer out = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(map)), StandardCharsets.US_ASCII))) {
      out.write("{\"total_conditions\": 1000000, \"resolutions\": [");
      for (int i = 0; i < 1_000_000; i++) {
        out.write((i == 0 ? "" : ",\n") + "{\"condition_id\": \"0x" + String.format(Locale.ROOT, "%064x", i) + "\", \"market_id\": \"" + i
            + "\", \"resolved_outcome\": \"" + (i % 3 == 0 ? "YES" : "NO") + "\", \"resolved_at\": null}");
      }
      out.write("]}");
    }
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m", "-cp", System.getProperty("java.class.path"),
        SmallHeap.class.getName(), clickHouse.settings().url(), clickHouse.settings().user(), clickHouse.settings().password(), clickHouse.settings().database(),
        postgresSettings.jdbcUrl(), postgresSettings.user(), postgresSettings.password(), drop.toString())
        .inheritIO().start();
    assertThat(process.waitFor()).isZero();
    assertThat(count("winning_index WHERE winning_outcome_index = 0")).isEqualTo(333_334);
    assertThat(count("winning_index")).isEqualTo(1_000_000);
  }

  /** The process with the small heap. */
  static final class SmallHeap {

    private SmallHeap() {}

    public static void main(String[] args) throws Exception {
      try (ClickHouse clickHouse = ClickHouseClients.connect(io.cascadian.store.ClickHouseSettings.of(args[0], args[1], args[2], args[3]));
          Postgres postgres = Postgres.connect(new PostgresSettings(args[4], args[5], args[6], 2))) {
        routes(Path.of(args[7]), new ResolutionInbox(Path.of(args[7])), clickHouse, postgres, seed(clickHouse, postgres)).process(FenceGuard.of(1));
      }
    }
  }

  private StepResult process() throws Exception {
    return process(new ResolutionInbox(drop));
  }

  private StepResult process(ResolutionInbox inbox) throws Exception {
    return process(inbox, clickHouse, seed(clickHouse, postgres), FenceGuard.of(++fence));
  }

  private StepResult process(ResolutionInbox inbox, ClickHouse on, DimensionFiles dimensions, FenceGuard guard) throws Exception {
    try (ResolutionRoutes routes = routes(drop, inbox, on, postgres, dimensions)) {
      return routes.process(guard);
    }
  }

  private static ResolutionRoutes routes(Path drop, ResolutionInbox inbox, ClickHouse clickHouse, Postgres postgres, DimensionFiles dimensions)
      throws Exception {
    return new ResolutionRoutes(drop, inbox,
        new ResolutionFiles(inbox.failedFolder(), new ResolutionMaps(clickHouse, postgres), dimensions, postgres), postgres);
  }

  private static DimensionFiles seed(ClickHouse clickHouse, Postgres postgres) {
    DimensionSeed seed = new DimensionSeed(clickHouse, TestDeadLetters.of(postgres), CategoryDefinitions.builtIn());
    return new DimensionFiles() {
      @Override
      public StepResult markets(InputStream in, FenceGuard guard) throws IOException {
        return seed.markets(in, guard);
      }

      @Override
      public StepResult events(InputStream in, FenceGuard guard) throws IOException {
        return seed.events(in, guard);
      }
    };
  }

  private Path inbox(String name) throws IOException {
    Files.createDirectories(drop.resolve(".inbox"));
    return drop.resolve(".inbox").resolve(name);
  }

  private List<String> statuses() {
    return postgres.query("SELECT name || ' ' || status FROM resolution_files ORDER BY id", row -> row.getString(1));
  }

  private long count(String what) {
    return clickHouse.queryLong("SELECT count() FROM " + what, Map.of());
  }
}
