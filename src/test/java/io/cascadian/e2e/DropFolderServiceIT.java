package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.nightly.RunStatus;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.runtime.RunSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.RouteTree;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drop folder of a running service, in a folder whose name has to be encoded in an address. */
class DropFolderServiceIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private static Path folder;
  private static Path drop;
  private static Service service;
  private static Stores stores;

  @BeforeAll
  static void start() throws Exception {
    Path feed = folder.resolve("empty.jsonl");
    Files.writeString(feed, "{\"record\":\"head\",\"block\":80000000,\"timestamp\":1760000000}\n");
    drop = Files.createDirectories(folder.resolve("a%20b+c%2F&# ü drop"));
    Settings settings = Modules.load(Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, feed.toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("run%20time").toString(),
        ServiceSettings.LOG_DIR, folder.resolve("logs").toString(),
        ResolutionSettings.DROP_DIR, drop.toString(),
        RouteSettings.ROUTES_DIR, RouteTree.lookingOften(folder.resolve("routes")).root().toString(),
        HttpSettings.HTTP_PORT, "0",
        RunSettings.NIGHTLY_AT_START, "false",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0"), TestStores.freshEnvironment(), folder);
    droppedWhileTheServiceWasDown();
    service = Service.start(settings, System.out, true);
    stores = Stores.open(settings, line -> { });
  }

  @AfterAll
  static void stop() {
    stores.close();
    service.close();
  }

  /** Ten maps for one condition, dropped within a second, the last of which states something else; no name and no field states which is the last. */
  private static void droppedWhileTheServiceWasDown() throws Exception {
    Instant first = Instant.now().minusSeconds(60);
    List<String> order = List.of("m07", "m01", "m09", "m00", "m03", "m08", "m02", "m05", "m06", "m04");
    for (int i = 0; i < order.size(); i++) {
      Path file = Files.writeString(drop.resolve(order.get(i) + ".json"), map('a', i < 9 ? "YES" : "NO"));
      Files.setLastModifiedTime(file, FileTime.from(first.plusMillis(50L * i)));
    }
  }

  @Test
  void mapsDroppedTogether_areAppliedInTheOrderOfArrival() {
    await().atMost(Duration.ofSeconds(60)).until(() -> files("%-m__.json").size() == 10);
    assertThat(files("%-m__.json")).extracting(name -> name.replaceAll(".*-(m..)\\.json.*", "$1"))
        .containsExactly("m07", "m01", "m09", "m00", "m03", "m08", "m02", "m05", "m06", "m04");
    assertThat(stores.clickHouse().queryLong("SELECT winning_outcome_index FROM winning_index WHERE condition_id = '" + "a".repeat(64) + "'", Map.of()))
        .as("the last one says NO").isEqualTo(1);
  }

  @Test
  void linkedFile_isAppliedOnceAndRunsEnd() throws Exception {
    Files.writeString(drop.resolve(".target"), map('b', "YES"));
    Files.createSymbolicLink(drop.resolve("link.json"), Path.of(".target"));
    await().atMost(Duration.ofSeconds(40)).until(() -> files("%-link.json").size() == 1);
    assertThat(files("%-link.json")).singleElement().asString().endsWith(" applied");
    Files.createSymbolicLink(drop.resolve(".inbox/dangling.json"), Path.of("nowhere"));
    Files.createSymbolicLink(drop.resolve(".inbox/itself.json"), Path.of("itself.json"));
    await().atMost(Duration.ofSeconds(40)).until(() -> files("dangling.json").size() == 1 && files("itself.json").size() == 1);
    assertThat(files("dangling.json").get(0) + files("itself.json").get(0)).contains("dangling.json rejected").contains("itself.json rejected");
    await().atMost(Duration.ofSeconds(20)).until(() -> runs("holder IS NOT NULL") == 0);
    long runs = stores.postgres().queryOne("SELECT count(*) FROM runs", row -> row.getLong(1)).orElseThrow();
    // the folder of waiting files is looked at ten times
    Thread.sleep(1_000);
    assertThat(stores.postgres().queryOne("SELECT count(*) FROM runs", row -> row.getLong(1))).as("no run without a file").hasValue(runs);
  }

  private static long runs(String lock) {
    return stores.postgres().queryOne("SELECT count(*) FROM run_lock WHERE " + lock, row -> row.getLong(1)).orElseThrow();
  }

  @Test
  void emptyFilesAndFutureTimes_areSettledAndDelayNoOther() throws Exception {
    for (int i = 0; i < 12; i++) {
      Files.createFile(drop.resolve("empty" + i + ".json"));
    }
    Path future = drop.resolve("future.json");
    Files.writeString(future, map('c', "YES"));
    Files.setLastModifiedTime(future, FileTime.from(Instant.now().plus(Duration.ofDays(365))));
    Files.writeString(drop.resolve("back\\slash.json"), map('d', "YES"));
    Files.writeString(drop.resolve("l".repeat(250) + ".json"), map('e', "YES"));
    Files.writeString(drop.resolve("good.json"), map('f', "YES"));
    await().atMost(Duration.ofSeconds(30)).until(() -> files("%-good.json").size() == 1 && files("%-future.json").size() == 1
        && files("%-back_slash.json").size() == 1 && files("%-lllll%").size() == 1);
    await().atMost(Duration.ofSeconds(40)).until(() -> files("%-empty%.json").size() == 12);
    assertThat(files("%-empty%.json")).allSatisfy(file -> assertThat(file).endsWith(" rejected"));
    assertThat(files("%-good.json").get(0) + files("%-future.json").get(0) + files("%-back_slash.json").get(0) + files("%-lllll%").get(0))
        .doesNotContain("rejected");
  }

  @Test
  void fileThatCannotBeTaken_isInTheMetrics() throws Exception {
    assertThat(scrape()).containsPattern("(?m)^cascadian_drop_files_untaken(\\{.*})? [0-9]");
    Files.createSymbolicLink(drop.resolve("dangling.json"), Path.of("nowhere"));
    await().atMost(Duration.ofSeconds(20)).until(() -> scrape().matches("(?s).*\ncascadian_drop_files_untaken(\\{[^\n]*})? 1\\.0\n.*"));
    Files.delete(drop.resolve("dangling.json"));
    await().atMost(Duration.ofSeconds(20)).until(() -> scrape().matches("(?s).*\ncascadian_drop_files_untaken(\\{[^\n]*})? 0\\.0\n.*"));
  }

  @Test
  void summaryOfARun_isWrittenToAFolderWithPercentInItsName() throws Exception {
    // one may be going on for files of another test
    await().atMost(Duration.ofSeconds(40)).until(() -> service.nightly("test").status() != RunStatus.SKIPPED);
    try (Stream<Path> found = Files.list(folder)) {
      assertThat(found.map(path -> path.getFileName().toString())).contains("run%20time").doesNotContain("run time", "a b+c");
    }
    assertThat(folder.resolve("run%20time/nightly-summary.json")).exists();
  }

  /** Name and status of each recorded file, in the order in which they were dealt with. */
  private static List<String> files(String name) {
    return stores.postgres().query("SELECT name || ' ' || status FROM resolution_files WHERE name LIKE ? ORDER BY id", row -> row.getString(1), name);
  }

  private static String scrape() throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + "/observe/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static String map(char condition, String outcome) {
    return "{\"resolutions\": [{\"condition_id\": \"0x" + String.valueOf(condition).repeat(64) + "\", \"market_id\": \"7" + (int) condition
        + "\", \"resolved_outcome\": \"" + outcome + "\"}]}";
  }
}
