package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.RouteDeployment;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edits of this project's routes that load and start, and would cost something that the service promises. */
@Tag("slow")
class RouteInvariantsTest {

  private static final RouteEnvironment ENVIRONMENT = RouteDeployment.environment(Modules.load(Map.of(), Map.of(), Path.of(".")));
  private static final RouteValidator VALIDATOR = new RouteValidator(ENVIRONMENT);

  @TempDir
  private Path folder;
  private RouteTree routes;

  @BeforeEach
  void copy() throws IOException {
    routes = RouteTree.copiedTo(folder);
  }

  @Test
  void shippedRoutes_areGoodWithoutWarning() throws IOException {
    CheckedRoutes checked = checked();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
  }

  /**
   * An edit by its name.
   *
   * @param route whose file is edited, or which is a new file
   * @param old null to write the whole file
   * @param at what stands in the line that the problem is reported of
   */
  record Edit(String name, String route, String old, String edited, String at, String problem) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String HANDLED = "- onException:\n    exception: [java.lang.Exception]\n    handled:\n      constant:\n        expression: \"true\"\n"
      + "    steps:\n      - to:\n          uri: %s\n";

  static List<Edit> costly() {
    return List.of(
        new Edit("another lock", "nightly", "\"#runLock\"", "\"#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository\"",
            "uri: direct:health-gate", "steps.health is reached without the run lock"),
        new Edit("a lock of its own", "resolution-file-apply", "expression: nightly\n", "expression: drops\n", "idempotentConsumer:",
            "under 'drops' and not under 'nightly', so that this run and others could run at a time"),
        new Edit("lock by the route's name", "nightly", "constant:\n              expression: nightly\n", "simple:\n              expression: \"${routeId}\"\n",
            "idempotentConsumer:", "under '${routeId}'"),
        new Edit("lock that lets duplicates pass", "nightly", "idempotentRepository: \"#runLock\"\n",
            "idempotentRepository: \"#runLock\"\n            skipDuplicate: false\n", "idempotentConsumer:", "without the run lock"),
        new Edit("lock that is kept", "nightly", "idempotentRepository: \"#runLock\"\n",
            "idempotentRepository: \"#runLock\"\n            removeOnFailure: false\n", "idempotentConsumer:", "keeps the lock"),
        new Edit("lock switched off", "nightly", "        - idempotentConsumer:\n", "        - idempotentConsumer:\n            disabled: true\n", "id: nightly\n",
            "does not take the run lock"),
        new Edit("no begin", "nightly", "              - bean:\n                  ref: nightly\n                  method: begin\n", "", "idempotentConsumer:",
            "the run is not recorded before its first step"),
        new Edit("begin switched off", "nightly", "                  method: begin\n", "                  method: begin\n                  disabled: true\n",
            "idempotentConsumer:", "the run is not recorded before its first step"),
        new Edit("no summary", "nightly", "              - to:\n                  uri: direct:summary\n", "", "idempotentConsumer:",
            "the run is not closed after its last step"),
        new Edit("no gates", "nightly", "                        uri: direct:gates\n", "                        uri: log:gates\n", "uri: direct:publish-wallets",
            "what publisher.publish publishes is not checked by gates"),
        new Edit("gates switched off", "resolution-file-apply", "                  id: drop-gates\n", "                  id: drop-gates\n                  disabled: true\n",
            "uri: direct:publish-wallets", "is not checked by gates"),
        new Edit("gates whose failure is caught", "nightly", "                    - to:\n                        uri: direct:gates\n",
            "                    - doTry:\n                        steps:\n                          - to:\n                              uri: direct:gates\n"
                + "                        doCatch:\n                          - exception: [java.lang.Exception]\n                            steps:\n"
                + "                              - log:\n                                  message: gates failed\n", "uri: direct:publish-wallets", "is not checked by gates"),
        new Edit("two works in a step", "nightly", "                        uri: direct:markets\n",
            "                        uri: direct:markets\n                    - to:\n                        uri: direct:missing-markets\n", "id: markets",
            "the step 'markets' does several works of a run (market-catalogue, missing-markets)"),
        new Edit("a work without a step", "nightly", "              - step:\n                  id: publish-wallets\n                  steps:\n                    - to:\n"
            + "                        uri: direct:publish-wallets\n", "              - to:\n                  uri: direct:publish-wallets\n", "uri: direct:publish-wallets",
            "publisher.publish stands in no 'step' of the run"),
        new Edit("a work beside the run", "nightly", "                    - to:\n                        uri: direct:publish-wallets\n",
            "                    - wireTap:\n                        uri: direct:publish-wallets\n", "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("a work by a schedule", "hourly", null, route("hourly", "timer:hourly?period=3600000", "        - to:\n            uri: direct:publish-wallets\n"),
            "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("no error handling of the run", "nightly", "    routeConfigurationId: run-errors\n", "", "id: nightly\n",
            "a step that fails would leave the run open"),
        new Edit("path that starts a run", "mine", null, route("mine", "platform-http:/own/run", "        - to:\n            uri: seda:nightly-requests\n"),
            "uri: seda:nightly-requests", "/own/run reaches seda:nightly-requests without the token"),
        new Edit("path that changes a strategy", "mine", null,
            route("mine", "platform-http:/own/add", "        - bean:\n            ref: watchlistApi\n            method: add\n"), "bean:",
            "/own/add reaches watchlistApi.add without the token"),
        new Edit("token asked too late", "mine", null, route("mine", "platform-http:/own/run",
            "        - wireTap:\n            uri: direct:nightly\n        - bean:\n            ref: api\n            method: authorize\n"), "uri: direct:nightly",
            "/own/run reaches direct:nightly without the token"),
        new Edit("token asked on a condition", "mine", null, route("mine", "platform-http:/own/run",
            "        - filter:\n            simple:\n              expression: \"${header.ask} == 'yes'\"\n            steps:\n              - bean:\n"
                + "                  ref: api\n                  method: authorize\n        - to:\n            uri: seda:nightly-requests\n"),
            "uri: seda:nightly-requests", "without the token"),
        new Edit("path of the contract", "mine", null, route("mine", "platform-http:/api/{any}?httpMethodRestrict=GET", "        - stop: {}\n"), "uri: platform",
            "of the contract could come here"),
        new Edit("path above the contract", "mine", null, route("mine", "platform-http:/api?matchOnUriPrefix=true", "        - stop: {}\n"), "uri: platform",
            "of the contract could come here"),
        new Edit("beginning of a word of the contract", "mine", null, route("mine", "platform-http:/ap*", "        - stop: {}\n"), "uri: platform",
            "of the contract could come here"),
        new Edit("beginning of the last word of the contract", "mine", null,
            route("mine", "platform-http:/api/nightly/r?matchOnUriPrefix=true", "        - stop: {}\n"), "uri: platform",
            "requests for POST /api/nightly/run of the contract could come here"),
        new Edit("beginning of the word before health and metrics", "mine", null,
            route("mine", "platform-http:/obs?matchOnUriPrefix=true", "        - stop: {}\n"), "uri: platform", "health and metrics would not be answered"),
        new Edit("path of health and metrics", "mine", null, route("mine", "platform-http:/observe/metrics", "        - stop: {}\n"), "uri: platform",
            "health and metrics would not be answered"),
        new Edit("path above everything", "mine", null, route("mine", "platform-http:/*", "        - stop: {}\n"), "uri: platform",
            "health and metrics would not be answered"),
        new Edit("dropped files stay", "resolution-file-watch", "        delay: 1000\n", "        delay: 1000\n        noop: true\n", "noop", "no run would find it"),
        new Edit("dropped files are deleted", "resolution-file-watch", "move: \".inbox/${file:onlyname}\"", "delete: true", "delete", "would be deleted"),
        new Edit("dropped files go elsewhere", "resolution-file-watch", "\".inbox/", "\"taken/", "move:", "would not get to .inbox"),
        new Edit("a second reader of the inbox", "mine", null, route("mine", "file:{{DROP_DIR}}/.inbox", "        - stop: {}\n"), "uri: file", "wait for a run"),
        new Edit("a reader of all folders", "mine", null, route("mine", "file:data?recursive=true", "        - stop: {}\n"), "uri: file",
            "the drop folder is below"),
        new Edit("a step that takes a dropped file", "mine", null, route("mine", "timer:mine", "        - pollEnrich:\n            simple:\n"
            + "              expression: \"file:{{DROP_DIR}}?delete=true\"\n"), "- pollEnrich:", "this step would take dropped files"),
        new Edit("a step that takes a waiting file", "mine", null, route("mine", "timer:mine", "        - choice:\n            when:\n              - simple:\n"
            + "                  expression: \"${body} == null\"\n                steps:\n                  - poll:\n"
            + "                      uri: file:{{DROP_DIR}}/.inbox\n"), "- poll:", "this step would take dropped files"),
        new Edit("gates that are intercepted", "nightly", "- route:\n    id: nightly\n", "- interceptSendToEndpoint:\n    uri: direct:g*\n"
            + "    skipSendToOriginalEndpoint: \"true\"\n    steps:\n      - log:\n          message: no gates\n- route:\n    id: nightly\n", "uri: direct:publish-wallets",
            "is not checked by gates"),
        new Edit("run that is stopped at each step", "nightly", "- route:\n    id: nightly\n", "- intercept:\n    steps:\n      - filter:\n          simple:\n"
            + "            expression: \"${header.trigger} == 'cli'\"\n          steps:\n            - stop: {}\n- route:\n    id: nightly\n", "id: nightly\n",
            "a message that is stopped here leaves its run open"),
        new Edit("a route of a run that is stopped", "step-gates", "- route:\n    id: step-gates\n", "- interceptFrom:\n    steps:\n      - stop: {}\n- route:\n"
            + "    id: step-gates\n", "id: step-gates", "a message that is stopped here leaves its run open"),
        new Edit("a work when something fails", "mine", null, String.format(Locale.ROOT, HANDLED, "direct:publish-wallets") + route("mine", "timer:mine", "        - log:\n"
            + "            message: x\n"), "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("a work for dead letters", "mine", null, "- errorHandler:\n    deadLetterChannel:\n      deadLetterUri: direct:publish-wallets\n" + route("mine", "timer:mine",
            "        - log:\n            message: x\n"), "id: mine", "publisher.publish is reached without the run lock"),
        new Edit("a work at each step", "mine", null, "- intercept:\n    steps:\n      - to:\n          uri: direct:publish-wallets\n" + route("mine", "timer:mine",
            "        - log:\n            message: x\n"), "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("a work after the end of a called route", "mine", null, "- onCompletion:\n    steps:\n      - to:\n          uri: direct:publish-wallets\n"
            + route("mine", "direct:mine", "        - log:\n            message: x\n") + route("caller", "timer:mine", "        - to:\n            uri: direct:mine\n"),
            "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("a work that a header names", "mine", null, route("mine", "timer:mine", "        - setHeader:\n            name: CamelBeanMethodName\n"
            + "            constant:\n              expression: publish\n        - bean:\n            ref: publisher\n"), "bean:",
            "the bean 'publisher' is called without a method"),
        new Edit("a work of an endpoint that a header names", "mine", null, route("mine", "timer:mine", "        - to:\n            uri: bean:publisher\n"),
            "- to:", "the bean 'publisher' is called without a method"),
        new Edit("a work by the language of beans", "mine", null, route("mine", "timer:mine", "        - setBody:\n            language:\n"
            + "              language: bean\n              expression: publisher.publish\n"), "- setBody:", "publisher.publish is reached without the run lock"),
        new Edit("path that starts a run when the token is refused", "mine", null, String.format(Locale.ROOT, HANDLED, "seda:nightly-requests") + route("mine",
            "platform-http:/own/run", "        - bean:\n            ref: api\n            method: authorize\n"), "uri: seda:nightly-requests",
            "/own/run reaches seda:nightly-requests without the token"),
        new Edit("path that starts a run at each step", "mine", null, "- intercept:\n    steps:\n      - to:\n          uri: seda:nightly-requests\n" + route("mine",
            "platform-http:/own/run", "        - bean:\n            ref: api\n            method: authorize\n"), "uri: seda:nightly-requests",
            "/own/run reaches seda:nightly-requests without the token"),
        new Edit("run that forgets its lock", "nightly", "                  method: begin\n", "                  method: begin\n              - removeProperties:\n"
            + "                  pattern: \"*\"\n", "- removeProperties:", "the properties of the run, which its works know it and its lock by, are taken away"),
        new Edit("run under another number", "steps", "        - bean:\n            ref: steps\n", "        - setProperty:\n            name: cascadianRun\n"
            + "            constant:\n              expression: \"1\"\n        - bean:\n            ref: steps\n", "- setProperty:",
            "the properties of the run, which its works know it and its lock by, are taken away or replaced"),
        new Edit("a run every second", "mine", null, route("mine", "quartz:mine/often?cron=*+*+*+*+*+?", "        - to:\n            uri: direct:nightly\n"),
            "uri: quartz", "fires 1 s after another time, and runs start 5 minutes apart at least"),
        new Edit("a run whenever there is none", "mine", null, route("mine", "timer:often?period=10s", "        - to:\n            uri: direct:nightly\n"),
            "uri: timer", "it fires every 10000 ms, and runs start 5 minutes apart at least"),
        new Edit("endless queue", "mine", null, route("mine", "seda:mine", "        - to:\n            uri: seda:mine\n"), "- to:", "without an end"),
        new Edit("endless call", "mine", null, route("mine", "direct:mine", "        - to:\n            uri: direct:mine\n"), "- to:", "without an end"),
        new Edit("endless loop", "mine", null, route("mine", "timer:mine", "        - loop:\n            doWhile: true\n            constant:\n"
            + "              expression: \"true\"\n            steps:\n              - log:\n                  message: again\n"), "- loop:", "the loop has no end"));
  }

  /** What an attacker, or a tired operator, writes to get round the rules. */
  static List<Edit> roundabout() {
    return List.of(
        new Edit("step that handles its failures", "step-gates", "    id: step-gates\n", null, "uri: direct:gates", "the route 'step-gates' handles failures"),
        new Edit("failures that go on for nobody", "errors", "          continued:\n            constant:\n              expression: \"true\"\n- routeConfiguration:\n"
            + "    id: source", "", "", ""),
        new Edit("stopped on weekends", "nightly", "              - to:\n                  uri: direct:summary\n", "              - filter:\n"
            + "                  simple:\n                    expression: \"${date:now:u} > 5\"\n                  steps:\n                    - stop: {}\n"
            + "              - to:\n                  uri: direct:summary\n", "- stop:", "a message that is stopped here leaves its run open"),
        new Edit("sampled gates", "nightly", "              - step:\n                  id: gates\n", "              - sample:\n                  samplePeriod: 1000\n"
            + "              - step:\n                  id: gates\n", "uri: direct:publish-wallets", "is not checked by gates"),
        new Edit("gates on a condition", "nightly", "                    - to:\n                        uri: direct:gates\n", "                    - filter:\n"
            + "                        simple:\n                          expression: \"${header.check} == 'yes'\"\n                        steps:\n"
            + "                          - to:\n                              uri: direct:gates\n", "uri: direct:publish-wallets", "is not checked by gates"),
        new Edit("gates left out", "step-gates", "    id: step-gates\n", "    id: step-gates\n    precondition: \"false\"\n", "id: step-gates", "leaves the route 'step-gates' out"),
        new Edit("gates switched off in their route", "step-gates", "    id: step-gates\n", "    id: step-gates\n    autoStartup: false\n", "", ""),
        new Edit("work by an endpoint", "nightly", "                    - to:\n                        uri: direct:signal-wallets\n",
            "                    - to:\n                        uri: bean:signalWallets?method=decide\n", "uri: bean:signalWallets", "in a way that runs do not see"),
        new Edit("work by an expression", "nightly", "                    - to:\n                        uri: direct:signal-wallets\n",
            "                    - setBody:\n                        simple:\n                          expression: \"${bean:signalWallets.decide}\"\n",
            "- setBody:\n                        simple:\n                          expression: \"${bean", "in a way that runs do not see"),
        new Edit("works side by side", "nightly", "                    - to:\n                        uri: direct:signal-wallets\n",
            "                    - multicast:\n                        parallelProcessing: true\n                        steps:\n                          - to:\n"
                + "                              uri: direct:signal-wallets\n", "uri: direct:signal-wallets", "would work beside the run"),
        new Edit("work after the end", "mine", null, "- onCompletion:\n    steps:\n      - to:\n          uri: direct:publish-wallets\n"
            + route("mine", "timer:mine", "        - log:\n            message: done\n"), "uri: direct:publish-wallets", "publisher.publish is reached without the run lock"),
        new Edit("path whose request decides", "mine", null, route("mine", "platform-http:/own/any", "        - toD:\n            uri: direct:${header.to}\n"), "- toD:",
            "/own/any reaches a route that the request decides"),
        new Edit("path by a list", "mine", null, route("mine", "platform-http:/own/any",
            "        - recipientList:\n            constant:\n              expression: log:x,direct:nightly\n"), "- recipientList:", "/own/any reaches direct:nightly"),
        new Edit("path through a queue", "mine", null, route("mine", "platform-http:/own/any", "        - to:\n            uri: seda:mine\n")
            + route("queue", "seda:mine", "        - to:\n            uri: direct:nightly\n"), "id: queue", "/own/any reaches direct:nightly"),
        new Edit("token that is asked in vain", "mine", null, "- onException:\n    exception: [java.lang.Exception]\n    continued:\n      constant:\n"
            + "        expression: \"true\"\n    steps: []\n" + route("mine", "platform-http:/own/run",
                "        - bean:\n            ref: api\n            method: authorize\n        - to:\n            uri: seda:nightly-requests\n"),
            "uri: seda:nightly-requests", "without the token"),
        new Edit("contract under another path", "mine", null, "- restConfiguration:\n    contextPath: /elsewhere\n", "", ""),
        new Edit("contract answered with examples", "api", "missingOperation: fail", "missingOperation: mock", "specification:", "would be answered with examples"),
        new Edit("drop folder in another spelling", "mine", null, route("mine", "file", "").replace("      steps:\n", "      parameters:\n        directoryName: \"{{DROP_DIR}}/../"
            + "{{DROP_DIR}}\"\n        noop: true\n      steps:\n        - stop: {}\n"), "", ""));
  }

  @ParameterizedTest
  @MethodSource("roundabout")
  void roundaboutEdit_isRejectedWithTheReason(Edit edit) throws IOException {
    switch (edit.name()) {
      case "step that handles its failures" -> {
        edit("step-gates", "    errorHandler:\n      noErrorHandler: {}\n    from:\n      uri: direct:gates\n", "    from:\n      uri: direct:gates\n");
        assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains(edit.problem()));
      }
      case "failures that go on for nobody" -> {
        String next = "\n- routeConfiguration:\n    id: api-errors\n";
        edit("errors", "          continued:\n            constant:\n              expression: \"true\"" + next, "          continued:\n            constant:\n"
            + "              expression: \"false\"" + next);
        assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains("would leave the run open"));
      }
      case "gates switched off in their route" -> {
        edit("step-gates", "    id: step-gates\n", "    id: step-gates\n    autoStartup: false\n");
        assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains("is not checked by gates"));
      }
      case "contract under another path" -> {
        Files.writeString(folder.resolve("mine.camel.yaml"), edit.edited());
        assertThat(checked().problems()).extracting(RouteProblem::problem)
            .anySatisfy(problem -> assertThat(problem).contains("has the contract answered below /elsewhere"));
      }
      case "drop folder in another spelling" -> {
        String drop = ENVIRONMENT.properties().get("DROP_DIR");
        Files.writeString(folder.resolve("mine.camel.yaml"), edit.edited().replace("{{DROP_DIR}}/../{{DROP_DIR}}", drop + "/../" + Path.of(drop).getFileName()));
        assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains("no run would find it"));
      }
      case "path through a queue" -> {
        Files.writeString(folder.resolve("mine.camel.yaml"), edit.edited());
        assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains(edit.problem()));
      }
      default -> editThatCostsAnInvariant_isRejectedWithTheReason(edit);
    }
  }

  @Test
  void lockInAnotherRoute_isRejectedBecauseNobodyCouldResumeIt() throws IOException {
    Path nightly = routes.file("nightly");
    Files.writeString(nightly, Files.readString(nightly).replace("      uri: direct:nightly\n", "      uri: direct:night\n"));
    Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "direct:nightly", "        - to:\n            uri: direct:night\n"));
    assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains("that is done by a message to direct:nightly"));
    Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "direct:nightly", "        - log:\n            message: nothing\n"));
    assertThat(checked().problems()).extracting(RouteProblem::problem)
        .anySatisfy(problem -> assertThat(problem).contains("a run that is started at direct:nightly does not take the run lock"));
  }

  @Test
  void timerThatNeverRests_isAWarning() throws IOException {
    Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "timer:mine?period=1", "        - log:\n            message: again\n")
        + route("other", "timer:other?delay=-1", "        - log:\n            message: again\n")
        + route("third", "timer:third?period=1ms", "        - log:\n            message: again\n")
        + route("fourth", "scheduler:fourth?delay=1", "        - log:\n            message: again\n"));
    assertThat(checked().problems()).isEmpty();
    assertThat(checked().warnings()).hasSize(4).allSatisfy(warning -> assertThat(warning.problem()).contains("fires more than ten times a second"));
  }

  @Test
  void redeliveryWithoutEnd_isAWarning() throws IOException {
    edit("errors", "maximumRedeliveries: \"{{source.redeliveries:7}}\"", "maximumRedeliveries: -1");
    assertThat(checked().problems()).isEmpty();
    assertThat(checked().warnings()).isNotEmpty().allSatisfy(warning -> assertThat(warning.problem()).contains("are retried without a limit"));
  }

  @Test
  void fileThatIsNotUtf8_isRejected() throws IOException {
    Files.write(folder.resolve("mine.camel.yaml"), route("mine", "timer:caf\u00e9", "        - log:\n            message: x\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(checked().problems()).extracting(RouteProblem::text).anySatisfy(
        text -> assertThat(text).startsWith("mine.camel.yaml:4: the file is not in UTF-8 — save it as UTF-8"));
  }

  /** The routes of a file leave failures to whoever calls them. */
  private static final String LEFT = "- errorHandler:\n    noErrorHandler: {}\n";

  private static String route(String id, String from, String steps) {
    return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n      steps:\n" + steps;
  }

  @ParameterizedTest
  @MethodSource("costly")
  void editThatCostsAnInvariant_isRejectedWithTheReason(Edit edit) throws IOException {
    Path file = routes.file(edit.route());
    String text = edit.old() == null ? edit.edited() : Files.readString(file).replace(edit.old(), edit.edited());
    assertThat(edit.old() == null || Files.readString(file).contains(edit.old())).as("there is something to edit").isTrue();
    Files.writeString(file, text);
    int line = (int) text.substring(0, text.indexOf(edit.at())).lines().count() + (text.substring(0, text.indexOf(edit.at())).endsWith("\n") ? 1 : 0);
    assertThat(checked().problems()).anySatisfy(problem -> {
      assertThat(problem.file()).isEqualTo(routes.name(file));
      assertThat(problem.problem()).contains(edit.problem());
      // Camel takes the line of the step, not of what is in it
      assertThat(problem.line()).isBetween(line - 1, line);
    });
  }

  @Test
  void emptyErrorConfiguration_isRejected() throws IOException {
    String errors = routes.text("errors");
    for (String id : List.of("run-errors", "api-errors", "dead-letters")) {
      Files.writeString(routes.file("errors"), errors.replaceFirst("(?s)(- routeConfiguration:\n    id: " + id + "\n).*?(?=\n(- |#)|\\z)", "$1    description: nothing any more"));
      assertThat(checked().problems()).as(id).extracting(RouteProblem::problem)
          .anySatisfy(problem -> assertThat(problem).contains("the routeConfiguration '" + id + "' handles no failures"));
    }
  }

  @Test
  void gatesThatAConfigurationIntercepts_areRejected() throws IOException {
    edit("errors", "    id: run-errors\n", "    id: run-errors\n    interceptSendToEndpoint:\n      - interceptSendToEndpoint:\n          uri: direct:gates\n"
        + "          skipSendToOriginalEndpoint: \"true\"\n          steps:\n            - log:\n                message: no gates\n");
    assertThat(checked().problems()).extracting(RouteProblem::problem).anySatisfy(problem -> assertThat(problem).contains("is not checked by gates"));
  }

  @Test
  void otherContract_isRejected() throws IOException {
    Files.writeString(folder.resolve("mine.json"), "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {\"/api/nightly/run\":"
        + " {\"post\": {\"operationId\": \"nightlyRun\", \"responses\": {\"202\": {\"description\": \"d\"}}}}}}");
    Path api = routes.file("api");
    Files.writeString(api, Files.readString(api).replace("contract:operations.json", "file:" + folder.resolve("mine.json")));
    assertThat(checked().problems()).extracting(RouteProblem::problem)
        .anySatisfy(problem -> assertThat(problem).contains("the contract of the service is not answered"))
        .anySatisfy(problem -> assertThat(problem).contains("requests for POST /api/nightly/run of the contract could come here"));
  }

  @Test
  void renamedAndRearrangedRun_isGood() throws IOException {
    Path nightly = routes.file("nightly");
    String text = Files.readString(nightly);
    for (String step : List.of("health", "markets", "ingest", "missing-markets", "resolutions", "publish-wallets", "signal-wallets", "gates")) {
      text = text.replace("                  id: " + step + "\n", "                  id: my-" + step + "\n");
    }
    // the steps are a route of their own, in another file, and the gates stand before what hands on
    String steps = text.substring(text.indexOf("              - step:"), text.indexOf("              - to:\n                  uri: direct:summary"));
    Files.writeString(nightly, text.replace("uri: direct:gates", "uri: direct:final-gates").replace("uri: direct:publish-wallets", "uri: direct:final-publish-wallets"));
    assertThat(steps).contains("my-gates");
    Files.writeString(folder.resolve("more.camel.yaml"), LEFT + route("more", "direct:final-gates", "        - to:\n            uri: direct:gates\n")
        + route("tables", "direct:final-publish-wallets", "        - doTry:\n            steps:\n              - to:\n                  uri: direct:publish-wallets\n"
            + "            doFinally:\n              steps:\n                - log:\n                    message: published or not\n"));
    CheckedRoutes checked = checked();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
  }

  @Test
  void whatIsGivenUpOnPurpose_isAWarning() throws IOException {
    edit("resolution-file-claim", "    id: resolution-file-claim\n", "    id: resolution-file-claim\n    autoStartup: false\n");
    edit("step-ingest", "        - to:\n            uri: direct:ingest-conversions\n", "");
    edit("nightly", "                  id: publish-wallets\n", "                  id: publish-wallets\n                  disabled: true\n");
    Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "platform-http:/own/status", "        - setBody:\n            constant:\n              expression: fine\n")
        + route("asking", "platform-http:/own/run", "        - bean:\n            ref: api\n            method: authorize\n        - to:\n            uri: seda:nightly-requests\n"));
    CheckedRoutes checked = checked();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).extracting(RouteProblem::warning).satisfiesExactlyInAnyOrder(
        warning -> assertThat(warning).contains("resolution-file-claim.camel.yaml:", "is switched off: without it no file from the drop folder is claimed"),
        warning -> assertThat(warning).contains("ingest-conversions.camel.yaml:", "no route calls direct:ingest-conversions"),
        warning -> assertThat(warning).contains("nightly.camel.yaml:", "what marketUpdate.readCatalogue stores reaches no wallet table"),
        warning -> assertThat(warning).contains("nightly.camel.yaml:", "what ingestSteps.finish stores"),
        warning -> assertThat(warning).contains("nightly.camel.yaml:", "what marketLookups.publish stores"),
        warning -> assertThat(warning).contains("nightly.camel.yaml:", "what resolutionInbox.finish stores"),
        warning -> assertThat(warning).contains("mine.camel.yaml:4:", "/own/status answers everybody"));
  }

  @Test
  void whatIsNamedLikeARouteAndIsNone_isRejected() throws Exception {
    Files.createDirectory(folder.resolve("folder.camel.yaml"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.camel.yaml").toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(folder.resolve("nowhere.camel.yaml"), Path.of("gone"));
    Files.createSymbolicLink(folder.resolve("nightly/round"), folder);
    // a regular file that no one can read, whoever the user is
    Files.createSymbolicLink(folder.resolve("unreadable.camel.yaml"), Path.of("/proc/self/mem"));
    Files.writeString(folder.resolve("large.camel.yaml"), "# x\n".repeat(750_000));
    Files.createDirectories(folder.resolve("a/b/c/d/e"));
    assertThat(checked().problems()).extracting(RouteProblem::text).satisfiesExactlyInAnyOrder(
        text -> assertThat(text).startsWith("folder.camel.yaml:1: not read: it is a folder — rename"),
        text -> assertThat(text).startsWith("pipe.camel.yaml:1: not read: it is no regular file"),
        text -> assertThat(text).startsWith("nowhere.camel.yaml:1: not read: it is a link that leads nowhere"),
        text -> assertThat(text).startsWith("nightly/round:1: not read: it is a link to a folder that it is in"),
        text -> assertThat(text).startsWith("unreadable.camel.yaml:1: the file cannot be read: "),
        text -> assertThat(text).startsWith("large.camel.yaml:1: the file has more than 256 KiB — split"),
        text -> assertThat(text).startsWith("a/b/c/d/e:1: not read: it is a folder more than 4 folders deep"));
  }

  private void edit(String route, String old, String changed) throws IOException {
    Path file = routes.file(route);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, changed));
  }

  private CheckedRoutes checked() throws IOException {
    return VALIDATOR.validate(new RouteFolder(folder).read());
  }
}
