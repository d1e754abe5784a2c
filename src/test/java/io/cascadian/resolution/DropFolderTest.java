package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.exchange.PollingErrorHandler;
import io.cascadian.runtime.DropFolderStrategy;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The project's route, which looks more often here, over a real drop folder: what is taken, when, in which order, and what is logged of the rest. */
@Tag("slow")
class DropFolderTest {

  /** Longer than from one look of the route to the next. */
  private static final long LOOK_MILLIS = 150;

  @TempDir
  private Path folder;
  private Path drop;
  private DropFolder dropFolder;
  private Main main;
  private final AtomicLong later = new AtomicLong();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void listen() throws IOException {
    lines.start();
    root.addAppender(lines);
    drop = Files.createDirectories(folder.resolve("drop"));
  }

  @AfterEach
  void stop() {
    root.detachAppender(lines);
    if (main != null) {
      main.stop();
    }
  }

  private void start() throws Exception {
    dropFolder = new DropFolder(drop, drop.resolve(".inbox"), () -> System.nanoTime() + Duration.ofSeconds(later.get()).toNanos());
    main = new Main();
    main.configure().withRoutesIncludePattern("file:" + RouteTree.lookingOften(folder.resolve("routes")).file("resolution-file-watch"));
    main.bind("dropFolder", new DropFolderStrategy(dropFolder));
    main.addInitialProperty("DROP_DIR", drop.toString());
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeConfigure(BaseMainSupport support) {
        support.getCamelContext().getCamelContextExtension().registerEndpointCallback(PollingErrorHandler::reportFor);
      }
    });
    main.start();
  }

  @Test
  void filesOfOneSecond_areTakenInTheOrderOfTheirTimes() throws Exception {
    List<String> order = List.of("m07", "m01", "m09", "m00", "m03", "m08", "m02", "m05", "m06", "m04");
    Instant first = Instant.parse("2026-11-29T01:30:00.100Z");
    for (String name : order.stream().sorted().toList()) {
      Path file = Files.writeString(drop.resolve(name + ".json"), "{}");
      Files.setLastModifiedTime(file, FileTime.from(first.plusMillis(order.indexOf(name))));
    }
    // of equal times the name counts
    for (String name : List.of("y", "x", "z")) {
      Files.setLastModifiedTime(Files.writeString(drop.resolve(name + ".json"), "{}"), FileTime.from(first.plusMillis(20)));
    }
    start();
    await().atMost(Duration.ofSeconds(20)).until(() -> waiting().size() == 13);
    assertThat(waiting()).extracting(ArrivalNames::original).containsExactly(
        Stream.concat(order.stream(), Stream.of("x", "y", "z")).map(name -> name + ".json").toArray(String[]::new));
  }

  @Test
  void oddFiles_areTakenOrReportedAndHoldUpNoOther() throws Exception {
    Files.createFile(drop.resolve("empty.json"));
    Files.setLastModifiedTime(Files.writeString(drop.resolve("future.json"), "{}"), FileTime.from(Instant.now().plus(Duration.ofDays(365))));
    Files.writeString(drop.resolve("l".repeat(250) + ".json"), "{}");
    Files.writeString(drop.resolve("k".repeat(235) + ".json"), "{}");
    Files.writeString(drop.resolve("back\\slash.json"), "{}");
    Files.writeString(drop.resolve("line\nfeed.json"), "{}");
    Files.writeString(drop.resolve("dollar${sys:user.name}.json"), "{}");
    Files.writeString(drop.resolve("LOUD.JSON.GZ"), "{}");
    assertThat(new ProcessBuilder("bash", "-c", "echo '{}' > \"$1\"/$'caf\\xe9.json'", "bash", drop.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(drop.resolve("dangling.json"), Path.of("nowhere.json"));
    Files.createSymbolicLink(drop.resolve("itself.json"), Path.of("itself.json"));
    Files.createSymbolicLink(drop.resolve("folder.json"), folder);
    Files.createDirectory(drop.resolve("a-folder.json"));
    assertThat(new ProcessBuilder("mkfifo", drop.resolve("pipe.json").toString()).start().waitFor()).isZero();
    start();
    Files.writeString(drop.resolve("good.json"), "{}");
    await().atMost(Duration.ofSeconds(5)).until(() -> waiting().stream().anyMatch(name -> name.endsWith("-good.json")));
    assertThat(waiting()).as("its writer may be about to begin").noneMatch(name -> name.endsWith("-empty.json"));
    later.set(5);
    await().atMost(Duration.ofSeconds(5)).until(() -> waiting().stream().anyMatch(name -> name.endsWith("-empty.json")));
    await().atMost(Duration.ofSeconds(5)).until(() -> waiting().size() == 10);
    assertThat(waiting()).extracting(ArrivalNames::original).contains("empty.json", "future.json", "back_slash.json", "line_feed.json",
        "dollar${sys:user.name}.json", "LOUD.JSON.GZ", "caf_.json", "good.json");
    assertThat(dropFolder.untaken()).isEqualTo(4);
    for (String name : List.of("dangling.json", "itself.json", "folder.json", "pipe.json")) {
      assertThat(warnings()).as(name).filteredOn(line -> line.startsWith("Dropped file " + name + " is not taken: ")).hasSize(1);
    }
    assertThat(infos()).as("each as it is, and once").hasSize(10).allSatisfy(line -> assertThat(line).startsWith("Dropped file 20").contains(" taken, "));
    for (String name : List.of("dangling.json", "itself.json", "folder.json", "pipe.json")) {
      Files.delete(drop.resolve(name));
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> dropFolder.untaken() == 0);
  }

  @Test
  void filesThatLieThereForLong_areReportedOnce() throws Exception {
    Files.writeString(drop.resolve("table.csv"), "1,2");
    Files.writeString(drop.resolve("map.json.part"), "{}");
    Path endless = drop.resolve("endless.json");
    Files.writeString(endless, "1");
    start();
    for (int i = 0; i < 8; i++) {
      Files.writeString(endless, "1".repeat(i + 2));
      Thread.sleep(LOOK_MILLIS);
    }
    assertThat(warnings()).as("their writers may not be at the end").isEmpty();
    later.set(31);
    for (int i = 0; i < 20 && (i < 8 || warnings().size() < 3); i++) {
      Files.writeString(endless, "1".repeat(i + 10));
      Thread.sleep(LOOK_MILLIS);
    }
    assertThat(warnings()).hasSize(3).anySatisfy(line -> assertThat(line).startsWith("Dropped file table.csv is not taken: its name does not match"))
        .anySatisfy(line -> assertThat(line).startsWith("Dropped file map.json.part is not taken: its name does not match"))
        .anySatisfy(line -> assertThat(line).startsWith("Dropped file endless.json is not taken: it has been changing"));
    Files.move(drop.resolve("map.json.part"), drop.resolve("map.json"));
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == 2 && dropFolder.untaken() == 1);
  }

  @Test
  void linkedFile_isTakenAsACopyOfWhatItLinksTo() throws Exception {
    Files.writeString(drop.resolve(".target"), "{\"relative\": 1}");
    Files.createSymbolicLink(drop.resolve("relative.json"), Path.of(".target"));
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "{\"absolute\": 1}");
    // a crash left it
    Files.writeString(drop.resolve(".link-copy-half.tmp"), "{\"abs");
    Files.createSymbolicLink(drop.resolve("absolute.json"), elsewhere);
    start();
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == 2);
    Files.delete(elsewhere);
    for (String name : waiting()) {
      Path file = drop.resolve(".inbox").resolve(name);
      assertThat(file).isRegularFile();
      assertThat(Files.isSymbolicLink(file)).isFalse();
      assertThat(Files.readString(file)).contains(ArrivalNames.original(name).replace(".json", ""));
    }
    assertThat(drop.resolve(".target")).exists();
    try (Stream<Path> left = Files.list(drop)) {
      assertThat(left).extracting(path -> path.getFileName().toString()).containsExactlyInAnyOrder(".target", ".inbox");
    }
  }

  @Test
  void fileThatGrows_isTakenWhole() throws Exception {
    start();
    Path file = drop.resolve("slow.json");
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, "x".repeat(1_000 * (i + 1)));
      assertThat(waiting()).isEmpty();
      Thread.sleep(400);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == 1);
    assertThat(drop.resolve(".inbox").resolve(waiting().get(0))).hasSize(5_000);
  }

  @Test
  void foldersThatCannotBeUsed_areReportedOnceUntilTheyCan() throws Exception {
    Files.writeString(drop.resolve("a.json"), "{}");
    Files.writeString(drop.resolve("b.json"), "{}");
    Path elsewhere = Path.of("/dev/shm");
    assumeThat(Files.isDirectory(elsewhere) && !Files.getFileStore(elsewhere).equals(Files.getFileStore(drop))).isTrue();
    Path other = Files.createTempDirectory(elsewhere, "inbox");
    try {
      // on another file system nothing can be moved in one step, also by root
      Files.createSymbolicLink(drop.resolve(".inbox"), other);
      start();
      await().atMost(Duration.ofSeconds(10)).until(() -> dropFolder.untaken() == 2);
      Thread.sleep(5 * LOOK_MILLIS);
      assertThat(warnings()).filteredOn(line -> line.contains("Endpoint file://")).singleElement().asString()
          .contains("Endpoint file://" + drop + " fails: dropped files wait in " + drop + ", because they cannot be moved to " + drop.resolve(".inbox"));
      assertThat(infos()).as("nothing was taken").isEmpty();
      Files.delete(drop.resolve(".inbox"));
      await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == 2 && dropFolder.untaken() == 0);
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void dropFolderTakenAway_isReportedOnceAndWatchedAgain() throws Exception {
    start();
    Path away = folder.resolve("away");
    Files.move(drop, away);
    Files.createFile(drop);
    await().atMost(Duration.ofSeconds(10)).until(() -> !warnings().isEmpty());
    Thread.sleep(5 * LOOK_MILLIS);
    assertThat(warnings()).hasSize(1).first().asString().contains("the drop folder " + drop + " cannot be read");
    Files.delete(drop);
    Files.move(away, drop);
    Files.writeString(drop.resolve("a.json"), "{}");
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == 1);
  }

  @Test
  void sameNameAgainAndAgain_isTakenEachTime() throws Exception {
    start();
    for (int i = 1; i <= 3; i++) {
      Files.writeString(drop.resolve("back\\slash.json"), "{\"n\": " + i + "}");
      int times = i;
      await().atMost(Duration.ofSeconds(10)).until(() -> waiting().size() == times);
    }
  }

  private List<String> waiting() throws IOException {
    if (!Files.isDirectory(drop.resolve(".inbox"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(drop.resolve(".inbox"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> warnings() {
    return List.copyOf(lines.list).stream().filter(line -> line.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
  }

  private List<String> infos() {
    return List.copyOf(lines.list).stream().filter(line -> line.getLoggerName().equals("io.cascadian.drop")).map(ILoggingEvent::getFormattedMessage).toList();
  }
}
