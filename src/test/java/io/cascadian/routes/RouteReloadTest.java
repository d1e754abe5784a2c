package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.nightly.StepKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Edits under a Camel whose schedules start only when they may, as they do with a database that comes and goes. */
@Tag("slow")
class RouteReloadTest {

  private static final RouteEnvironment ENVIRONMENT = new RouteEnvironment(Map.of(), Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE);
  private static final RouteValidator VALIDATOR = new RouteValidator(ENVIRONMENT);

  @TempDir
  private Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Schedules schedules = new Schedules();
  private final AtomicInteger changes = new AtomicInteger();
  private RouteReload reload;

  @BeforeEach
  void start() throws Exception {
    write("morning", 3);
    write("evening", 18);
    context.disableJMX();
    context.addComponent("quartz", schedules);
    CheckedRoutes checked = VALIDATOR.validate(new RouteFolder(folder).read());
    assertThat(checked.problems()).isEmpty();
    assertThat(RouteLoading.load(context, checked.files())).isEmpty();
    context.start();
    reload = new RouteReload(new RouteFolder(folder), VALIDATOR, checked, context, changes::incrementAndGet);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void unrestorableEdit_isReported_andAppliedWhenPossible() throws Exception {
    schedules.broken = true;
    write("morning", 4);
    looks(4);
    assertThat(cron("morning")).as("what is in force").isNull();
    assertThat(cron("evening")).isEqualTo("0 0 18 * * ?");
    RouteStatus status = reload.status();
    assertThat(status.missing()).containsExactly("morning.camel.yaml");
    assertThat(status.routes()).filteredOn(r -> r.id().equals("morning")).singleElement().satisfies(r -> assertThat(r.status()).isEqualTo("Missing"));
    assertThat(status.rejected()).singleElement().satisfies(r -> assertThat(r.problem().text())
        .contains("morning.camel.yaml:1: not in force", "no database", "retried").doesNotContain("former ones are back"));
    assertThat(reported()).contains("not in force").contains("morning.camel.yaml waits for the former routes to be back").doesNotContain("not taken");
    assertThat(changes).as("nothing is to be taken for given up").hasValue(0);

    schedules.broken = false;
    looks(2);
    assertThat(cron("morning")).isEqualTo("0 0 4 * * ?");
    assertThat(reload.status().rejected()).isEmpty();
    assertThat(reload.status().missing()).isEmpty();
    assertThat(reload.status().waiting()).isEmpty();
    assertThat(reported()).isNull();
    assertThat(changes.get()).isPositive();
  }

  @Test
  void emptyFile_isRejectedOnlyWhenItStaysSo() throws Exception {
    Path file = folder.resolve("morning.camel.yaml");
    // as an editor does that saves in place and is held up
    Files.writeString(file, "");
    looks(3);
    assertThat(reload.status().rejected()).isEmpty();
    write("morning", 5);
    looks(2);
    assertThat(cron("morning")).isEqualTo("0 0 5 * * ?");
    Files.writeString(file, "");
    looks(2);
    Thread.sleep(2_100);
    looks(1);
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().problem()).contains("the file is empty"));
    assertThat(cron("morning")).isEqualTo("0 0 5 * * ?");
  }

  @Test
  void revertedEdit_doesNotHideMissingRoutes() throws Exception {
    schedules.broken = true;
    write("morning", 4);
    looks(2);
    write("morning", 3);
    looks(3);
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().problem()).contains("not in force"));
    schedules.broken = false;
    looks(2);
    assertThat(cron("morning")).isEqualTo("0 0 3 * * ?");
    assertThat(reload.status().rejected()).isEmpty();
  }

  @Test
  void faultyEdit_isDropped_formerIsRestored() throws Exception {
    schedules.broken = true;
    write("morning", 4);
    looks(2);
    schedules.broken = false;
    schedules.refused.add("0 0 4 * * ?");
    looks(3);
    assertThat(cron("morning")).isEqualTo("0 0 3 * * ?");
    assertThat(reload.status().rejected()).singleElement()
        .satisfies(r -> assertThat(r.problem().problem()).contains("the former ones are back", "no such time"));
    int before = schedules.started.get();
    looks(3);
    assertThat(schedules.started).as("it is not retried").hasValue(before);
  }

  @Test
  void error_restoresFormerRoutes_pollingContinues() throws Exception {
    schedules.error = "0 0 4 * * ?";
    write("morning", 4);
    looks(2);
    assertThat(cron("morning")).isEqualTo("0 0 3 * * ?");
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().problem()).contains("the former ones are back"));
    write("morning", 5);
    looks(2);
    assertThat(cron("morning")).isEqualTo("0 0 5 * * ?");
    assertThat(reload.status().rejected()).isEmpty();
  }

  @Test
  void removedRoute_isRestored() throws Exception {
    context.getRouteController().stopRoute("evening");
    context.removeRoute("evening");
    looks(1);
    assertThat(cron("evening")).isEqualTo("0 0 18 * * ?");
    assertThat(cron("morning")).isEqualTo("0 0 3 * * ?");
  }

  @Test
  void missingRoutes_areRestored_withUnreadableFolder() throws Exception {
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    try {
      context.getRouteController().stopRoute("evening");
      context.removeRoute("evening");
      looks(1);
      assertThat(cron("evening")).as("no folder").isEqualTo("0 0 18 * * ?");
      assertThat(reported()).contains("the folder of the routes is missing");

      Files.createFile(folder);
      context.getRouteController().stopRoute("morning");
      context.removeRoute("morning");
      looks(1);
      assertThat(cron("morning")).as("no folder that can be read").isEqualTo("0 0 3 * * ?");
      assertThat(reported()).contains("the folder cannot be read");
    } finally {
      Files.deleteIfExists(folder);
      Files.move(away, folder);
    }
    looks(2);
    assertThat(reported()).isNull();
  }

  @Test
  void editOfOneEntry_leavesTheOthersOfTheFileRunning() throws IOException {
    Files.writeString(folder.resolve("both.camel.yaml"), route("first", "direct:first", "") + route("second", "direct:second", ""));
    looks(2);
    Route first = context.getRoute("first");
    Route second = context.getRoute("second");
    assertThat(first).isNotNull();

    Files.writeString(folder.resolve("both.camel.yaml"),
        "# moved\n" + route("second", "direct:second", "") + route("third", "direct:third", "") + route("first", "direct:edited", ""));
    looks(2);
    assertThat(context.getRoute("second")).isSameAs(second);
    assertThat(context.getRoute("first")).isNotNull().isNotSameAs(first);
    assertThat(context.getRoute("third")).isNotNull();

    Files.writeString(folder.resolve("both.camel.yaml"), route("second", "direct:second", ""));
    looks(2);
    assertThat(context.getRoute("second")).isSameAs(second);
    assertThat(context.getRoute("first")).isNull();
    assertThat(context.getRoute("third")).isNull();
  }

  @Test
  void editOfAConfiguration_replacesOnlyTheRoutesThatNameIt() throws IOException {
    Files.writeString(folder.resolve("errors.camel.yaml"), configuration("one", "true") + configuration("two", "true"));
    Files.writeString(folder.resolve("both.camel.yaml"), route("first", "direct:first", "").replace("    from:", "    routeConfigurationId: one\n    from:")
        + route("second", "direct:second", "").replace("    from:", "    routeConfigurationId: two\n    from:"));
    looks(2);
    Route first = context.getRoute("first");
    Route second = context.getRoute("second");
    assertThat(second).isNotNull();

    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(RouteReload.class);
    log.addAppender(lines);
    Files.writeString(folder.resolve("errors.camel.yaml"), configuration("one", "true") + configuration("two", "false"));
    looks(2);
    log.detachAppender(lines);
    assertThat(context.getRoute("first")).isSameAs(first);
    assertThat(context.getRoute("second")).isNotNull().isNotSameAs(second);
    assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).as("names what was edited, not what depends on it")
        .containsExactly("Edited routes are in force: errors.camel.yaml");
  }

  @Test
  void editOfWhatCountsForAFile_replacesAllItsRoutes() throws IOException {
    String rule = "- onException:\n    exception:\n      - java.io.IOException\n    handled:\n      constant:\n        expression: \"true\"\n";
    Files.writeString(folder.resolve("both.camel.yaml"), rule + route("first", "direct:first", ""));
    looks(2);
    Route first = context.getRoute("first");
    assertThat(first).isNotNull();
    Files.writeString(folder.resolve("both.camel.yaml"), rule.replace("IOException", "UncheckedIOException") + route("first", "direct:first", ""));
    looks(2);
    assertThat(context.getRoute("first")).isNotNull().isNotSameAs(first);
  }

  private static String configuration(String id, String handled) {
    return "- routeConfiguration:\n    id: " + id + "\n    onException:\n      - onException:\n          exception:\n            - java.io.IOException\n"
        + "          handled:\n            constant:\n              expression: \"" + handled + "\"\n";
  }

  @Test
  void httpRequest_doesNotDelayEdit_runDoes() throws IOException {
    Path contract = Files.writeString(folder.resolve("contract.yaml"), "paths: { /operation: { get: { operationId: operation } } }");
    RouteTexts texts = new RouteTexts(new TreeMap<>(Map.of("web.camel.yaml", route("web", "platform-http:/api/web", ""),
        "rest.camel.yaml", "- rest:\n    openApi:\n      routeId: rest\n      specification: file:" + contract + "\n"
            + route("operation", "direct:operation", ""),
        "run.camel.yaml", route("run", "direct:run", ""))), List.of());
    LiveRoutes live = new LiveRoutes(context, RouteValidator.read(texts, ENVIRONMENT));
    for (String id : List.of("web", "rest", "operation", "run")) {
      context.getInflightRepository().addRoute(id);
      context.getInflightRepository().add(new DefaultExchange(context), id);
    }
    CheckedRoutes nothing = RouteValidator.read(new RouteTexts(new TreeMap<>(), List.of()), ENVIRONMENT);
    assertThat(live.busy(nothing, texts.files().keySet())).containsExactly("run");
  }

  @Test
  void folderNamedLikeARoute_isRejectedUntilItIsGone() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("noon.camel.yaml"));
    looks(2);
    assertThat(reported()).contains("noon.camel.yaml:1: not read: it is a folder");
    Files.delete(odd);
    looks(2);
    assertThat(reported()).isNull();
  }

  @Test
  void messageWithoutAnEnd_holdsAnEditUpOnlyForTheLongestWait() throws Exception {
    String endless = """
        - route:
            id: round
            from:
              uri: direct:round
              steps:
                - loop:
                    doWhile: true
                    simple:
                      expression: "${header.end} == null"
                    steps:
                      - delay:
                          constant:
                            expression: "10"
        """;
    Files.writeString(folder.resolve("round.camel.yaml"), endless);
    looks(2);
    reload.waitingAtMost(Duration.ofMillis(300), "runLock");
    try (ProducerTemplate sender = context.createProducerTemplate()) {
      sender.asyncSendBody("direct:round", "goes round");
      await().until(() -> context.getInflightRepository().size("round") == 1);
      Files.writeString(folder.resolve("round.camel.yaml"), endless.replace("header.end", "header.over"));
      write("morning", 6);
      looks(2);
      assertThat(reported()).contains("waits for the end of what is going on in round");
      assertThat(cron("morning")).isEqualTo("0 0 3 * * ?");
      Thread.sleep(350);
      List<String> log = logged(() -> looks(1));
      assertThat(log).anySatisfy(line -> assertThat(line).contains("have waited PT0.3S for the end of what is going on in round, longer than ROUTES_MAX_WAIT", "stopped now"));
      assertThat(cron("morning")).isEqualTo("0 0 6 * * ?");
      assertThat(reported()).isNull();
      await("the message is cut off").until(() -> context.getInflightRepository().size("round") == 0);
    }
  }

  @Test
  void edit_waitsForARunHoweverLongAndSaysSo() throws Exception {
    RouteValidator validator = new RouteValidator(
        new RouteEnvironment(Map.of("runLock", IdempotentRepository.class), Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE));
    context.getRegistry().bind("runLock", new MemoryIdempotentRepository());
    String run = """
        - route:
            id: run
            from:
              uri: direct:run
              steps:
                - idempotentConsumer:
                    constant:
                      expression: nightly
                    idempotentRepository: "#runLock"
                    steps:
                      - log:
                          message: a run
        """;
    Files.writeString(folder.resolve("run.camel.yaml"), run);
    RouteReload watch = new RouteReload(new RouteFolder(folder), validator, validator.validate(new RouteFolder(folder).read()), context, () -> { })
        .waitingAtMost(Duration.ofMillis(1), "runLock");
    watch.poll();
    Exchange inRun = new DefaultExchange(context);
    context.getInflightRepository().add(inRun, "run");
    Files.writeString(folder.resolve("run.camel.yaml"), run.replace("a run", "another run"));
    watch.poll();
    watch.poll();
    Thread.sleep(20);
    assertThat(logged(() -> {
      watch.poll();
      watch.poll();
    })).filteredOn(line -> line.contains("going on in run, which is a run. They are taken when it has ended")).hasSize(1);
    assertThat(watch.status().waiting()).hasValueSatisfying(what -> assertThat(what).contains("run.camel.yaml waits"));
    context.getInflightRepository().remove(inRun, "run");
  }

  private static List<String> logged(Runnable action) {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(RouteReload.class);
    log.addAppender(lines);
    action.run();
    log.detachAppender(lines);
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void readiness_reportsStoppedPolling() {
    reload.every(Duration.ofHours(1));
    reload.close();
    Instant last = reload.status().lastPolledAt().orElseThrow();
    assertThat(reported()).isNull();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    assertThat(new RouteReadiness(reload::status, later).call().getMessage().orElseThrow())
        .contains("edits are not read since " + last, "restart the service");
  }

  private void looks(int times) {
    for (int i = 0; i < times; i++) {
      reload.poll();
    }
  }

  private String reported() {
    return new RouteReadiness(reload::status).call().getMessage().orElse(null);
  }

  /** What the schedule of a route has; null when there is no such route, or it does not run. */
  private String cron(String id) {
    return context.getRoute(id) == null || !context.getRouteController().getRouteStatus(id).isStarted()
        ? null : ((Time) context.getRoute(id).getEndpoint()).cron;
  }

  private void write(String id, int hour) throws IOException {
    Files.writeString(folder.resolve(id + ".camel.yaml"),
        route(id, "quartz:tests/" + id, "      parameters:\n        cron: 0 0 " + hour + " * * ?\n"));
  }

  private static String route(String id, String from, String parameters) {
    return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n" + parameters + "      steps:\n        - log: due\n";
  }

  /** Schedules that start as the test wants. */
  private static final class Schedules extends DefaultComponent {
    private final AtomicInteger started = new AtomicInteger();
    private final Set<String> refused = new HashSet<>();
    private boolean broken;
    private String error;

    Schedules() {
      // by its name Camel would wire it as the real one
      setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
      Time time = new Time(uri, this, (String) parameters.get("cron"));
      parameters.clear();
      return time;
    }
  }

  private static final class Time extends DefaultEndpoint {
    private final Schedules schedules;
    private final String cron;

    Time(String uri, Schedules schedules, String cron) {
      super(uri, schedules);
      this.schedules = schedules;
      this.cron = cron;
    }

    @Override
    protected void doStart() {
      schedules.started.incrementAndGet();
      if (schedules.broken) {
        throw new IllegalStateException("no database");
      }
      if (schedules.refused.contains(cron)) {
        throw new IllegalStateException("no such time");
      }
      if (cron.equals(schedules.error)) {
        throw new StackOverflowError();
      }
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException("nothing can be sent to a schedule");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }
  }
}
