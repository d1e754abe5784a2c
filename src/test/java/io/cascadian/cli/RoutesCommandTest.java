package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.RouteDeployment;
import io.cascadian.testkit.RouteTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What operators see of the routes without a service. */
class RoutesCommandTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir
  private Path folder;
  private RouteTree routes;

  @BeforeEach
  void copy() throws IOException {
    routes = RouteTree.copiedTo(folder);
  }

  @Test
  void projectRoutes_areValid() {
    assertThat(run("routes", "validate")).as(text()).isZero();
    assertThat(text()).contains("routes: all is well");
  }

  @Test
  void problems_haveFileLineAndRemedy() throws IOException {
    edit("nightly-schedule", "trigger.misfireInstruction: 2", "statefull: true");
    edit("summary", "method: finish", "method: finnish");
    edit("resolution-file-watch", "delay: 1000", "delay: 1000\n        readLock: change");
    edit("api-health", "- bean:", "- been:");
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text())
        .contains(problem("nightly-schedule", "statefull", "the component 'quartz' has no option 'statefull' — write 'stateful'"))
        .contains(problem("summary", "finnish", "the bean 'nightly' has no method 'finnish' — write 'finish'"))
        .contains(problem("resolution-file-watch", "readLock:", "'change' is not among the values of 'readLock' — write 'changed'"))
        .contains(problem("api-health", "been", "'been' is nothing that Camel knows in 'steps' — write 'bean'"));
  }

  @Test
  void inconsistentSet_isRejected() throws IOException {
    Files.delete(folder.resolve("errors.camel.yaml"));
    Files.move(routes.file("nightly"), folder.resolve("nightly/nightly.yaml"));
    Files.writeString(folder.resolve("other.camel.yaml"), """
        - route:
            id: other
            from:
              uri: direct:summary
              steps:
                - to:
                    id: begin
                    uri: log:x
                - to:
                    id: begin
                    uri: log:y
        """);
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text())
        .contains("nightly/nightly.camel.yaml:1: the route 'nightly' is missing").contains("rename nightly/nightly.yaml to nightly/nightly.camel.yaml")
        .contains(problem("resolution-file-apply", "run-errors", "there is no routeConfiguration 'run-errors'"))
        .contains(problem("other", "direct:summary", "the route 'summary' listens at direct:summary as well"))
        .contains("other.camel.yaml:10: the id 'begin' is taken by other.camel.yaml:7")
        .contains(problem("nightly-schedule", "direct:nightly", "no route begins at direct:nightly"));
  }

  @Test
  void failureAtStart_isRejectedBefore() throws IOException {
    edit("nightly-schedule", "\"{{NIGHTLY_CRON}}\"", "0 0 3 31 2 ?");
    edit("nightly-schedule", "\"{{NIGHTLY_ZONE}}\"", "UTC-5");
    edit("nightly", "    id: nightly\n", "    id: nightly\n    startupOrder: 1000\n");
    edit("summary", "    id: summary\n", "    id: summary\n    startupOrder: 7\n");
    edit("step-gates", "    id: step-gates\n", "    id: step-gates\n    startupOrder: 7\n");
    Files.writeString(folder.resolve("often.camel.yaml"), timed("often", "quartz://cascadian/nightly"));
    Files.writeString(folder.resolve("once.camel.yaml"), timed("once", "platform-http:/api/health/{name}"));
    Files.writeString(folder.resolve("own.camel.yaml"), timed("own", "platform-http:/own/{id}?httpMethodRestrict=PUT,get"));
    Files.writeString(folder.resolve("owner.camel.yaml"), timed("owner", "platform-http:/own/{name}?httpMethodRestrict=GET"));
    Files.writeString(folder.resolve("post.camel.yaml"), timed("post", "platform-http:/api/health?httpMethodRestrict=POST"));
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text())
        .contains(problem("nightly-schedule", "cron:", "'0 0 3 31 2 ?' never fires"))
        .contains(problem("nightly-schedule", "timeZone:", "Quartz does not know the time zone 'UTC-5' and would take GMT — write a region such as"))
        .contains(problem("nightly", "startupOrder", "the startupOrder 1000 is one of those that Camel gives to routes without one — write"))
        .contains(problem("summary", "startupOrder", "the route 'step-gates' has the startupOrder 7 as well — write a number of its own below 1000"))
        .contains(problem("owner", "uri:", "the route 'own' answers /own/{name} as well, and only one"))
        .contains(problem("often", "uri:", "the route 'nightly-schedule' has the trigger of quartz://cascadian/nightly as well — write a name of its own"))
        .contains(problem("once", "uri:", "the route 'api' answers /api/health/{name} as well"))
        .doesNotContain("post.camel.yaml");
  }

  @Test
  void operationWithoutRoute_isRefusedByItsName() throws IOException {
    edit("api-strategies", "      uri: direct:strategies\n", "      uri: direct:strategy-list\n");
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains(problem("api-strategies", "specification:",
        "the operation 'strategies' of the contract has no route — add a route that begins at direct:strategies, with 'autoStartup: false'"));
  }

  @Test
  void contractWithoutItsEntry_isRefused() throws IOException {
    Path file = routes.file("api-health");
    Files.writeString(file, Files.readString(file).replaceFirst("(?s)- rest:.*?(?=- route:)", ""));
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains("api.camel.yaml:1: the route 'api' is missing in its file: without it no request of the contract is answered");
  }

  private static String timed(String id, String from) {
    return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n      steps:\n        - stop: {}\n";
  }

  @Test
  void fileWithoutItsRequiredRoute_isRejected() throws IOException {
    Files.writeString(routes.file("summary"), "[]\n");
    Files.writeString(folder.resolve("more.camel.yaml"), "# nothing yet\n[]\n");
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains("summary.camel.yaml:1: the file has no entry — write the route").contains("more.camel.yaml:2: the file has no entry");

    printed.reset();
    Files.delete(folder.resolve("more.camel.yaml"));
    Files.delete(routes.file("run-supervisor"));
    Files.writeString(routes.file("summary"), """
        - routeConfiguration:
            id: summary
            onException:
              - onException:
                  exception:
                    - java.io.IOException
                  steps:
                    - stop: {}
        """);
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains("summary.camel.yaml:1: the route 'summary' is missing in its file: without it no run is closed — write the route there")
        .contains("run-supervisor.camel.yaml:1: the route 'run-supervisor' is missing: without it an orphaned run is not resumed");
  }

  @Test
  void stepOrderThatLosesData_isRejected() throws IOException {
    edit("nightly", "uri: direct:ingest", "uri: direct:held");
    edit("nightly", "uri: direct:publish-wallets", "uri: direct:ingest");
    edit("nightly", "uri: direct:gates", "uri: direct:publish-wallets");
    edit("nightly", "uri: direct:held", "uri: direct:gates");
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    String outcomes = "line " + line("nightly", "direct:publish-wallets");
    assertThat(text())
        .contains(problem("nightly", "direct:gates", "direct:gates comes before direct:publish-wallets: it would look at what the run before published"
            + " — move this step behind the one in " + outcomes))
        .contains(problem("nightly", "direct:signal-wallets", "direct:signal-wallets comes before direct:publish-wallets"))
        .doesNotContain("direct:ingest comes", "resolution-file-apply");

    edit("nightly", "uri: direct:gates", "uri: direct:held");
    edit("nightly", "uri: direct:publish-wallets", "uri: direct:gates");
    edit("nightly", "uri: direct:held", "uri: direct:publish-wallets");
    printed.reset();
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains(problem("nightly", "direct:ingest", "direct:ingest comes after direct:publish-wallets: what it stores would be missing from the"
        + " wallet tables for good — move this step before the one in line " + line("nightly", "direct:publish-wallets")));
  }

  @Test
  void alternativeBranches_haveNoOrder() throws IOException {
    steps("weekend", """
        - choice:
            when:
              - simple: "${date:now:u} > 5"
                steps:
                  - to: direct:markets
                  - to: direct:ingest
                  - to: direct:publish-wallets
                  - to: direct:gates
            otherwise:
              steps:
                - to: direct:ingest
                - to: direct:publish-wallets
                - to: direct:gates
        """);
    steps("caught", """
        - doTry:
            steps:
              - to: direct:markets
            doCatch:
              - exception: [java.io.IOException]
                steps:
                  - to: direct:publish-wallets
              - exception: [java.lang.Exception]
                steps:
                  - to: direct:ingest
                  - to: direct:publish-wallets
        """);
    assertThat(run("routes", "validate", folder.toString())).as(text()).isZero();
  }

  @Test
  void sameBranchOrAfterAll_isOrdered() throws IOException {
    steps("weekend", """
        - choice:
            when:
              - simple: "${date:now:u} > 5"
                steps:
                  - to: direct:publish-wallets
                  - to: direct:markets
            otherwise:
              steps:
                - to: direct:resolutions
        - to: direct:gates
        - to: direct:ingest
        - to: direct:publish-wallets
        """);
    steps("caught", """
        - doTry:
            steps:
              - to: direct:publish-wallets
              - to: direct:gates
            doCatch:
              - exception: [java.lang.Exception]
                steps:
                  - to: direct:ingest
        """);
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text())
        .contains(problem("weekend", "direct:markets", "direct:markets comes after direct:publish-wallets"))
        .contains(problem("weekend", "direct:ingest", "direct:ingest comes after direct:publish-wallets"))
        .contains(problem("weekend", "direct:gates", "direct:gates comes before direct:publish-wallets"))
        .contains(problem("caught", "direct:ingest", "direct:ingest comes after direct:publish-wallets"))
        .doesNotContain("direct:resolutions comes");
  }

  @Test
  void stepWrittenAsBean_isOrdered() throws IOException {
    steps("direct", """
        - bean:
            ref: gateEvaluation
            method: evaluate
        - bean:
            ref: publisher
            method: publish
        - bean:
            ref: resolutionInbox
            method: finish
        """);
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text())
        .contains(problem("direct", "method: evaluate", "gateEvaluation.evaluate comes before publisher.publish"))
        .contains(problem("direct", "method: finish", "resolutionInbox.finish comes after publisher.publish: what it stores would be missing from the"
            + " wallet tables for good — move this step before the one in line " + line("direct", "method: publish")));
  }

  @Test
  void renamedStepsInABadOrder_validate_areRejected() throws IOException {
    // every id and address of the steps is another one; only what they do is the same
    for (String step : List.of("markets", "publish-wallets", "gates")) {
      edit("step-" + step, "id: step-" + step + "\n", "id: my-" + step + "\n");
      edit("my-" + step, "uri: direct:" + step, "uri: direct:my-" + step);
    }
    edit("nightly", "direct:markets", "direct:my-markets");
    edit("nightly", "id: markets", "id: first");
    edit("nightly", "direct:publish-wallets", "direct:my-publish-wallets");
    edit("nightly", "id: publish-wallets", "id: second");
    edit("nightly", "direct:gates", "direct:my-gates");
    edit("resolution-file-apply", "direct:publish-wallets", "direct:my-publish-wallets");
    edit("resolution-file-apply", "direct:gates", "direct:my-gates");
    assertThat(run("routes", "validate", folder.toString())).as(text()).isZero();

    edit("nightly", "direct:my-markets", "direct:other");
    edit("nightly", "direct:my-publish-wallets", "direct:my-markets");
    edit("nightly", "direct:other", "direct:my-publish-wallets");
    assertThat(run("routes", "validate", folder.toString())).isEqualTo(1);
    assertThat(text()).contains("direct:my-markets comes after direct:my-publish-wallets: what it stores would be missing from the wallet tables for good")
        .contains("direct:ingest comes after direct:my-publish-wallets");
  }

  private void steps(String route, String steps) throws IOException {
    Files.writeString(folder.resolve(route + ".camel.yaml"),
        "- route:\n    id: " + route + "\n    from:\n      uri: direct:" + route + "\n      steps:\n" + steps.indent(8));
  }

  @Test
  void routesThatCamelAccepts_areAccepted() throws IOException {
    edit("nightly-schedule", "    id: nightly-schedule\n", "    id: nightly-schedule\n    autoStartup: false\n");
    Files.writeString(folder.resolve("spare.camel.yaml"),
        timed("spare", "platform-http:/api/health").replace("    id: spare\n", "    id: spare\n    autoStartup: false\n"));
    Files.writeString(folder.resolve("short.camel.yaml"), """
        - route:
            id: short
            from:
              uri: "timer:short?period=5s200ms&delay=200ms&repeatCount={{INGEST_PARALLEL_REQUESTS}}"
              steps:
                - setBody:
                    simple: "${date:now:HH} {{env:HOME:nowhere}}"
                - split:
                    tokenize: ","
                    steps:
                      - log: "one ${body}"
                - to: "log:short?level=DEBUG"
                - toD: "log:${header.name}"
                - doTry:
                    steps:
                      - to:
                          uri: seda:short
                          parameters:
                            timeout: "{{INGEST_PARALLEL_REQUESTS}}"
                    doCatch:
                      - exception:
                          - java.lang.Exception
                        steps:
                          - wireTap:
                              uri: direct:summary
                - bean:
                    beanType: java.util.ArrayList
                    method: size
        """);
    Files.writeString(folder.resolve("seda.camel.yaml"), """
        - route:
            id: seda
            from:
              uri: seda://short
              steps:
                - stop: {}
        """);
    assertThat(run("routes", "validate", folder.toString())).as(text()).isZero();
  }

  @Test
  void list_includesRoutesFromTemplates() throws IOException {
    assertThat(run("routes", "list")).isZero();
    assertThat(text().lines()).hasSize(routes() + 1).contains(
        "nightly\tnightly/nightly.camel.yaml\tdirect:nightly\tExecutes the nightly run, one at a time, whatever starts it. Steps may be renamed, and switched off with"
            + " disabled. Steps that store data (markets, ingest, missing-markets, resolutions) stay before publish-wallets, which derives the wallet tables, and"
            + " signal-wallets and gates come after it; another order is rejected",
        "ingest-fills\tstreams/ingest-fills.camel.yaml\tdirect:ingest-fills\tReads one collection of a source from where the last run ended");
  }

  @Test
  void diagram_isXmlWithEveryRouteAndCall() throws Exception {
    Path file = folder.resolve("routes.svg");
    assertThat(run("routes", "diagram", "--out", file.toString())).isZero();
    Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(texts(svg, "title")).contains("nightly → step-gates", "step-ingest → ingest-fills", "nightly-schedule → nightly",
        "api → api-nightly-run", "api-nightly-run → nightly-requests", "nightly → summary", "gamma-request → ${exchangeProperty.sourceEndpoint}")
        .doesNotContain("nightly → nightly", "api → api-health");
    assertThat(texts(svg, "text")).as("the legend is whole").anyMatch(text -> text.endsWith("green: an endpoint outside"));
    assertThat(texts(svg, "text")).contains("nightly", "ingest-fills", "direct:ingest-fills", "api-health", "bean nightly.begin", "step gates");
    assertThat(Files.readString(file)).doesNotContain("href").doesNotContain("url(http");
    List<int[]> boxes = boxes(svg);
    List<int[]> endpoints = boxes.stream().filter(box -> box[3] == 30).toList();
    assertThat(boxes).hasSize(routes() + endpoints.size());
    assertThat(texts(svg, "text")).contains("graphql:…", "http:notify", "http:chain-node", "dead-letters").doesNotContain("127.0.0.1");
    assertThat(texts(svg, "title")).contains("notify → http:notify", "goldsky-request → graphql:…");
    for (int i = 0; i < boxes.size(); i++) {
      for (int[] b : boxes.subList(i + 1, boxes.size())) {
        int[] a = boxes.get(i);
        assertThat(a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1]).as("no box on another").isTrue();
      }
    }
  }

  private static List<int[]> boxes(Document svg) {
    NodeList all = svg.getElementsByTagName("rect");
    return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i)).filter(r -> r.hasAttribute("rx"))
        .map(r -> Stream.of("x", "y", "width", "height").mapToInt(name -> Integer.parseInt(r.getAttribute(name))).toArray()).toList();
  }

  private static List<String> texts(Document svg, String tag) {
    NodeList all = svg.getElementsByTagName(tag);
    return IntStream.range(0, all.getLength()).mapToObj(i -> all.item(i).getTextContent()).toList();
  }

  /** Routes that are written, those of templates and those of the program included. */
  private static int routes() throws IOException {
    int count = RouteDeployment.environment(Modules.load(Map.of(), Map.of(), Path.of("."))).core().routeIds().size();
    for (Path file : RouteTree.ofProject().files()) {
      count += Files.readString(file).lines().filter(line -> line.startsWith("- route:") || line.startsWith("- rest:") || line.startsWith("- templatedRoute:")).count();
    }
    return count;
  }

  private String problem(String route, String at, String problem) throws IOException {
    return routes.file(route) + ":" + line(route, at) + ": " + problem;
  }

  private int line(String route, String at) throws IOException {
    List<String> lines = Files.readAllLines(routes.file(route));
    return IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(at)).findFirst().orElseThrow() + 1;
  }

  private void edit(String route, String old, String changed) throws IOException {
    Path file = routes.file(route);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, changed));
  }

  private int run(String... arguments) {
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      return CascadianCommand.run(arguments);
    } finally {
      System.setOut(console);
    }
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
