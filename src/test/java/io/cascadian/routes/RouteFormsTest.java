package io.cascadian.routes;

import java.util.List;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cascadian.nightly.StepKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The forms that Camel's YAML has elsewhere: validated, named, run, and replaced as a whole. */
class RouteFormsTest {

  private static final RouteEnvironment ENVIRONMENT =
      new RouteEnvironment(Map.of("counter", AtomicInteger.class), Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE);
  private static final RouteValidator VALIDATOR = new RouteValidator(ENVIRONMENT);

  @TempDir
  private Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private RouteReload reload;

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void severalEntries_fromRestBeansAndRules_areNamedByTheFile() throws IOException {
    write("sub/all", """
        - restConfiguration:
            component: platform-http
        - onException:
            exception: [java.io.IOException]
            handled: {constant: {expression: "true"}}
            steps:
              - to: {uri: direct:failed}
        - errorHandler:
            noErrorHandler: {}
        - intercept:
            steps:
              - log: {message: passes}
        - beans:
            - name: list
              type: java.util.ArrayList
        - from:
            uri: direct:first
            steps:
              - bean: {ref: list, method: size}
        - from:
            id: input
            uri: direct:second
            steps:
              - log: {message: second}
        - route:
            id: failed
            from:
              uri: direct:failed
              steps:
                - stop: {}
        - routeTemplate:
            id: spare
            parameters: [{name: n}]
            from:
              uri: "direct:spare-{{n}}"
              steps:
                - stop: {}
        - templatedRoute:
            routeTemplateRef: spare
            parameters: [{name: n, value: one}]
        - rest:
            path: /things
            get:
              - path: /{id}
                to: direct:first
              - to: direct:second
                routeId: things
        - routeConfiguration:
            id: calm
            onException:
              - onException:
                  exception: [java.lang.Exception]
                  steps:
                    - stop: {}
        """);
    CheckedRoutes checked = validated();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.routes()).extracting(CheckedRoutes.Summary::id)
        .containsExactlyInAnyOrder("all", "all-2", "failed", "all-3", "all-4", "things");
    assertThat(checked.routes()).extracting(CheckedRoutes.Summary::from)
        .contains("direct:spare-one", "rest:get:/things/{id}", "rest:get:/things");
  }

  @Test
  void missingIds_areTheSameInCamelAndAfterAReload() throws Exception {
    write("two", """
        - from:
            uri: direct:one
            steps:
              - setBody: {constant: {expression: one}}
        - rest:
            path: /x
            get:
              - to: direct:one
        - route:
            from:
              uri: direct:two
              steps:
                - setBody: {constant: {expression: two}}
        """);
    start();
    assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactlyInAnyOrder("two", "two-2", "two-3");
    assertThat(answer("direct:two")).isEqualTo("two");
    write("two", Files.readString(folder.resolve("two.camel.yaml")).replace("expression: two", "expression: zwei"));
    looks();
    assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactlyInAnyOrder("two", "two-2", "two-3");
    assertThat(context.getRestDefinitions()).hasSize(1);
    assertThat(answer("direct:two")).isEqualTo("zwei");
    write("two", "- from:\n    uri: direct:two\n    steps:\n      - stop: {}\n");
    looks();
    assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactly("two");
    assertThat(context.getRestDefinitions()).isEmpty();
  }

  @Test
  void errorHandlerAtTheTop_countsForItsFileOnly() throws Exception {
    String failing = """
        - from:
            uri: direct:%s
            steps:
              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
        """;
    write("calm", """
        - errorHandler:
            deadLetterChannel: {deadLetterUri: "direct:dead"}
        """ + String.format(Locale.ROOT, failing, "calm") + """
        - from:
            uri: direct:dead
            steps:
              - setBody: {constant: {expression: dead}}
        """);
    write("plain", String.format(Locale.ROOT, failing, "plain"));
    start();
    assertThat(answer("direct:calm")).isEqualTo("dead");
    assertThat(send("direct:plain").getException()).isInstanceOf(IllegalStateException.class);
    write("calm", Files.readString(folder.resolve("calm.camel.yaml")).replace("expression: dead", "expression: buried"));
    write("plain", String.format(Locale.ROOT, failing, "plain").replace("message: broken", "message: still broken"));
    looks();
    assertThat(answer("direct:calm")).isEqualTo("buried");
    assertThat(send("direct:plain").getException()).isInstanceOf(IllegalStateException.class).hasMessage("still broken");
  }

  @Test
  void onExceptionAtTheTop_countsForItsFileAndIsReplacedWithIt() throws Exception {
    String rule = """
        - onException:
            exception: [java.lang.Exception]
            handled: {constant: {expression: "true"}}
            steps:
              - setBody: {constant: {expression: first}}
        - from:
            uri: direct:a
            steps:
              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
        """;
    write("a", rule);
    start();
    assertThat(answer("direct:a")).isEqualTo("first");
    write("a", rule.replace("expression: first", "expression: second"));
    looks();
    assertThat(answer("direct:a")).isEqualTo("second");
  }

  @Test
  void editedBean_isTheNewOneForRoutesOfOtherFiles() throws Exception {
    write("words", "- beans:\n    - name: word\n      type: java.util.concurrent.atomic.AtomicInteger\n      constructors: {\"0\": 5}\n");
    write("user", "- from:\n    uri: direct:user\n    steps:\n      - bean: {ref: word, method: get}\n");
    start();
    assertThat(answer("direct:user")).isEqualTo("5");
    write("words", "- beans:\n    - name: word\n      type: java.util.concurrent.atomic.AtomicInteger\n      constructors: {\"0\": 7}\n");
    looks();
    assertThat(reload.status().rejected()).isEmpty();
    assertThat(answer("direct:user")).isEqualTo("7");
    Files.delete(folder.resolve("words.camel.yaml"));
    looks();
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().text()).contains("user.camel.yaml:4: there is no bean 'word'"));
    assertThat(answer("direct:user")).isEqualTo("7");
  }

  @Test
  void failingStart_leavesNothingOfAFileWithSeveralEntries() throws Exception {
    String good = """
        - beans:
            - name: word
              type: java.util.concurrent.atomic.AtomicInteger
              constructors: {"0": 1}
        - from:
            uri: direct:a
            steps:
              - bean: {ref: word, method: get}
        - from:
            uri: direct:b
            steps:
              - stop: {}
        """;
    write("a", good);
    start();
    write("a", good.replace("\"0\": 1", "\"0\": 2").replace("direct:b", "file:" + folder.resolve("nowhere") + "?autoCreate=false&startingDirectoryMustExist=true"));
    looks();
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().problem()).contains("the former ones are back"));
    assertThat(answer("direct:a")).isEqualTo("1");
    assertThat(context.getRoutes()).extracting(r -> r.getEndpoint().getEndpointUri()).containsExactlyInAnyOrder("direct://a", "direct://b");
  }

  @Test
  void whatCountsForTheWholeService_needsARestart() throws Exception {
    String global = "- restConfiguration:\n    component: platform-http\n- from:\n    uri: direct:a\n    steps:\n      - setBody: {constant: {expression: one}}\n";
    write("a", global);
    write("tap", "- interceptSendToEndpoint:\n    uri: \"direct:a\"\n    steps:\n      - stop: {}\n- from:\n    uri: direct:t\n    steps:\n      - stop: {}\n");
    start();
    write("a", global.replace("expression: one", "expression: two"));
    looks();
    assertThat(reload.status().rejected()).isEmpty();
    write("a", global.replace("component: platform-http", "component: platform-http\n    apiContextPath: /doc"));
    looks();
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().text())
        .contains("a.camel.yaml:1: 'restConfiguration' counts for the whole service, from its start on", "restart the service"));
    write("a", global);
    looks();
    assertThat(reload.status().rejected()).isEmpty();
    write("tap", Files.readString(folder.resolve("tap.camel.yaml")).replace("direct:t\n", "direct:u\n"));
    looks();
    assertThat(reload.status().rejected()).singleElement().satisfies(r -> assertThat(r.problem().text()).contains("tap.camel.yaml:1: 'interceptSendToEndpoint'"));
  }

  @Test
  void mistakesInTheseForms_areReportedWithFileLineAndRemedy() throws IOException {
    write("rule", "- from:\n    uri: direct:a\n    steps:\n      - stop: {}\n- onException:\n    exception: [java.lang.Exception]\n    steps:\n      - stop: {}\n");
    write("taken", "- beans:\n    - name: counter\n      type: java.util.ArrayList\n");
    write("scalar", "- from\n");
    write("rest", "- rest:\n    path: /x\n    get:\n      - to: direct:nowhere\n      - path: /y\n        to: direct:a\n");
    write("again", "- from:\n    uri: platform-http:/x/y\n    steps:\n      - stop: {}\n");
    write("nameless", "- routeConfiguration:\n    onException:\n      - onException:\n          exception: [java.lang.Exception]\n          steps:\n            - stop: {}\n");
    assertThat(validated().problems()).extracting(RouteProblem::text).anyMatch(t -> t.startsWith("scalar.camel.yaml:1: an entry must have one key"));
    Files.delete(folder.resolve("scalar.camel.yaml"));
    assertThat(validated().problems()).extracting(RouteProblem::text)
        .anyMatch(t -> t.startsWith("rule.camel.yaml:5: 'onException' comes after the route 'rule' of its file — move it to the top"))
        .anyMatch(t -> t.startsWith("taken.camel.yaml:2: the program has a bean 'counter' of its own"))
        .anyMatch(t -> t.startsWith("rest.camel.yaml:4: no route begins at direct:nowhere"))
        .anyMatch(t -> t.startsWith("rest.camel.yaml:5: the route 'again' answers /x/y as well"))
        .anyMatch(t -> t.startsWith("nameless.camel.yaml:1: the routeConfiguration has no name"))
        .hasSize(5);
  }

  @Test
  void logStepAndLogEndpoint_areWrittenAtInfo() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    lines.start();
    root.addAppender(lines);
    try {
      write("talk", "- from:\n    uri: direct:talk\n    steps:\n      - log: {message: said by a step}\n      - to: {uri: \"log:talk\"}\n");
      start();
      send("direct:talk");
      assertThat(lines.list).extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
          .contains(tuple(Level.INFO, "said by a step")).anyMatch(line -> line.toList().get(1).toString().startsWith("Exchange[ExchangePattern"));
      assertThat(lines.list).allSatisfy(line -> assertThat(line.getLoggerName()).doesNotStartWith("org.apache"));
    } finally {
      root.detachAppender(lines);
    }
  }

  @Test
  void yamlWithAnotherEnding_isReported() throws Exception {
    write("a", "- from:\n    uri: direct:a\n    steps:\n      - stop: {}\n");
    Files.writeString(folder.resolve("b.yaml"), "- from:\n    uri: direct:b\n");
    Files.writeString(folder.resolve("notes.txt"), "no route");
    start();
    assertThat(reload.status().ignored()).extracting(RouteProblem::text)
        .containsExactly("b.yaml:1: not read: the name of a route file ends in .camel.yaml — rename it to b.camel.yaml, or move it out of the folder");
    Files.move(folder.resolve("b.yaml"), folder.resolve("c.camel.yml"));
    looks();
    assertThat(reload.status().ignored()).extracting(RouteProblem::file).containsExactly("c.camel.yml");
    assertThat(reload.status().rejected()).isEmpty();
  }

  @Test
  void optionsOfLenientComponents_areAccepted() throws Exception {
    write("ask", """
        - from:
            uri: direct:ask
            steps:
              - to:
                  uri: http://127.0.0.1:1/prices
                  parameters: {market: "5", connectTimeout: 500}
              - to: {uri: "http:127.0.0.1:1/x?limit=5"}
        """);
    assertThat(validated().problems()).isEmpty();
    write("ask", Files.readString(folder.resolve("ask.camel.yaml")).replace("connectTimeout: 500", "connectTimeout: soon"));
    assertThat(validated().problems()).extracting(RouteProblem::text).anyMatch(t -> t.startsWith("ask.camel.yaml:6: 'soon' as 'connectTimeout' is no"));
  }

  private CheckedRoutes validated() throws IOException {
    return VALIDATOR.validate(new RouteFolder(folder).read());
  }

  private void start() throws Exception {
    context.disableJMX();
    context.getRestConfiguration().setInlineRoutes(false);
    CheckedRoutes checked = validated();
    assertThat(checked.problems()).isEmpty();
    context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new NoServer());
    assertThat(RouteLoading.load(context, checked.files())).isEmpty();
    context.start();
    reload = new RouteReload(new RouteFolder(folder), VALIDATOR, checked, context, () -> { });
  }

  private void looks() {
    reload.poll();
    reload.poll();
    reload.poll();
  }

  private Exchange send(String endpoint) {
    return context.createProducerTemplate().request(endpoint, exchange -> { });
  }

  private String answer(String endpoint) {
    return send(endpoint).getMessage().getBody(String.class);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name + ".camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
