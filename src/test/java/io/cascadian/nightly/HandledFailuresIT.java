package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of an operator that deal with failures themselves: which of them count as failures of the step. */
class HandledFailuresIT extends RunRoutes {

  private static final String LAST = "              - step:\n                  id: gates\n";

  @TempDir
  private Path folder;

  @Override
  String routes() throws IOException {
    RouteTree.copiedTo(folder);
    Path nightly = folder.resolve("nightly/nightly.camel.yaml");
    String text = Files.readString(nightly);
    assertThat(text).contains(LAST);
    Files.writeString(nightly, text.replace(LAST, step("caught", """
                          - doTry:
                              steps:
                                - to: {uri: direct:own-fails}
                              doCatch:
                                - exception: [java.io.IOException]
                                  steps:
                                    - setBody: {constant: {expression: "no mail today"}}
        """) + step("caught-then-fails", """
                          - doTry:
                              steps:
                                - to: {uri: direct:own-fails}
                              doCatch:
                                - exception: [java.io.IOException]
                          - to: {uri: direct:own-fails-otherwise}
        """) + step("handled-elsewhere", """
                          - to: {uri: direct:own-handles}
                          - setBody: {constant: {expression: "went on"}}
        """) + step("fails", """
                          - to: {uri: direct:own-fails}
        """) + step("fails-in-catch", """
                          - doTry:
                              steps:
                                - to: {uri: direct:own-fails}
                              doCatch:
                                - exception: [java.io.IOException]
                                  steps:
                                    - to: {uri: direct:own-fails-otherwise}
        """) + LAST));
    Files.writeString(folder.resolve("nightly/step-own.camel.yaml"), """
        - routeConfiguration:
            id: own-handling
            onException:
              - onException:
                  exception: [java.lang.Exception]
                  handled: {constant: {expression: "true"}}
                  steps:
                    - log: {message: "dealt with"}
        - route:
            id: own-fails
            errorHandler: {noErrorHandler: {}}
            from:
              uri: direct:own-fails
              steps:
                - throwException: {exceptionType: java.io.IOException, message: the mail server is away}
        - route:
            id: own-fails-otherwise
            errorHandler: {noErrorHandler: {}}
            from:
              uri: direct:own-fails-otherwise
              steps:
                - throwException: {exceptionType: java.lang.IllegalStateException, message: the pager is away}
        - route:
            id: own-handles
            routeConfigurationId: own-handling
            from:
              uri: direct:own-handles
              steps:
                - throwException: {exceptionType: java.io.IOException, message: the mail server is away}
        """);
    return routes(folder);
  }

  private static String step(String id, String steps) {
    return "              - step:\n                  id: " + id + "\n                  steps:\n" + steps.indent(4);
  }

  @Test
  void step_failureCaughtOrHandledElsewhere_isNoFailure() {
    RunRecord run = run("cli");
    assertThat(run.steps()).filteredOn(step -> step.step().matches("caught.*|handled.*|fails.*"))
        .extracting(step -> step.step() + " " + step.status().label() + " " + step.error()).containsExactly(
            "caught success null", "caught-then-fails failed the pager is away", "handled-elsewhere success null",
            "fails failed the mail server is away", "fails-in-catch failed the pager is away");
    assertThat(run.steps().get(run.steps().size() - 1).status()).as("the steps after them").isEqualTo(StepStatus.SUCCESS);
  }
}
