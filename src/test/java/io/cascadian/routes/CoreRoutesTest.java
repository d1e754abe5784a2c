package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cascadian.nightly.StepKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes in Java beside those of the folder: operators refer to them and cannot take their place. */
class CoreRoutesTest {

  private static final RouteEnvironment ENVIRONMENT =
      new RouteEnvironment(Map.of("store", Store.class), Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.of(List.of(Letters::new)));
  private static final RouteValidator VALIDATOR = new RouteValidator(ENVIRONMENT);

  @TempDir
  private Path folder;

  /** What the program owns in these tests. */
  private static final class Letters extends RouteBuilder {
    @Override
    public void configure() {
      routeTemplate("mailbox").templateParameter("name").templateParameter("color", "red")
          .from("direct:mailbox-{{name}}").errorHandler(noErrorHandler()).setHeader("color", constant("{{color}}")).to("direct:letters");
      from("direct:letters").routeId("letters").description("Stores letters").errorHandler(noErrorHandler())
          .step("store").bean("store", "put").end()
          .choice().when(header("copy").isNotNull()).to("seda:copies?size=5").end();
      from("seda:copies?size=5").routeId("copies").stop();
    }
  }

  /** Is never called by a validator. */
  public static final class Store {
    public void put(String letter) {
      throw new IllegalStateException(letter);
    }
  }

  @BeforeEach
  void mailbox() throws IOException {
    write("mailbox-north", """
        - templatedRoute:
            routeTemplateRef: mailbox
            routeId: mailbox-north
            parameters:
              - name: name
                value: north
        """);
    write("writer", route("writer", "timer:writer", "direct:letters"));
  }

  @Test
  void coreEndpointsAndTemplates_mayBeReferredTo() throws IOException {
    CheckedRoutes checked = VALIDATOR.validate(new RouteFolder(folder).read());
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.routes()).extracting(CheckedRoutes.Summary::id, CheckedRoutes.Summary::file, CheckedRoutes.Summary::from)
        .contains(tuple("letters", "core:Letters", "direct:letters"),
            tuple("copies", "core:Letters", "seda:copies"),
            tuple("mailbox-north", "mailbox-north.camel.yaml", "direct:mailbox-north"));
    assertThat(RouteDiagram.svg(checked)).contains("writer → letters", "mailbox-north → letters", "letters → copies", "core:Letters: Stores letters",
        "bean store.put");
  }

  @Test
  void clashWithCoreRoute_isReportedInTheOperatorsFile() throws IOException {
    write("letters", route("letters", "direct:mine", "direct:nowhere"));
    write("mine", route("mine", "direct:letters", "direct:letters"));
    write("mailbox-north", Files.readString(folder.resolve("mailbox-north.camel.yaml")).replace("- name: name", "- name: nome"));
    assertThat(VALIDATOR.problems(new RouteFolder(folder).read())).extracting(RouteProblem::text)
        .anyMatch(text -> text.startsWith("letters.camel.yaml:2: the id 'letters' is taken by the program itself"))
        .anyMatch(text -> text.startsWith("mine.camel.yaml:4: the route 'letters' listens at direct:letters as well"))
        .anyMatch(text -> text.startsWith("mailbox-north.camel.yaml:3: the template mailbox has no parameter 'nome' — write 'name'"))
        .noneMatch(text -> text.startsWith("core:"));
  }

  @Test
  void editOfTemplatedRoute_isMadeOfTheCoreTemplateAgain() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.getRegistry().bind("store", new Store());
      for (RouteBuilder builder : ENVIRONMENT.core().builders()) {
        context.addRoutes(builder);
      }
      CheckedRoutes checked = VALIDATOR.validate(new RouteFolder(folder).read());
      assertThat(RouteLoading.load(context, checked.files())).isEmpty();
      context.start();
      try (RouteReload reload = new RouteReload(new RouteFolder(folder), VALIDATOR, checked, context, () -> { })) {
        write("mailbox-north", Files.readString(folder.resolve("mailbox-north.camel.yaml")) + "      - name: color\n        value: blue\n");
        reload.poll();
        reload.poll();
        assertThat(reload.status().rejected()).isEmpty();
        assertThat(context.createProducerTemplate().request("direct:mailbox-north", letter -> { }).getMessage().getHeader("color")).isEqualTo("blue");
        assertThat(reload.status().routes()).filteredOn(r -> r.file().equals("core:Letters")).extracting(RouteStatus.Entry::status)
            .containsExactly("Started", "Started");
        Files.delete(folder.resolve("mailbox-north.camel.yaml"));
        reload.poll();
        reload.poll();
        assertThat(context.getRoute("mailbox-north")).isNull();
        assertThat(context.getRouteTemplateDefinition("mailbox")).isNotNull();
        assertThat(context.getRoute("letters")).isNotNull();
      }
    }
  }

  private void write(String id, String text) throws IOException {
    Files.writeString(folder.resolve(id + ".camel.yaml"), text);
  }

  private static String route(String id, String from, String to) {
    return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n      steps:\n        - to:\n            uri: " + to + "\n";
  }
}
