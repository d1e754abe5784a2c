package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.nightly.StepKinds;
import io.cascadian.store.ClickHouse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Endpoints of the databases are validated without any database. */
class SinkEndpointsTest {

  private static final RouteValidator VALIDATOR = new RouteValidator(new RouteEnvironment(
      Map.of("clickhouse", DataSource.class, "postgres", DataSource.class, "clickHouseClient", ClickHouse.class), Map.of("DB", "cascadian"), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE));

  @Test
  void validation_endpointsOfBothDatabases_areTaken() {
    assertThat(problems("clickhouse:{{DB}}.trades_raw", "operation: insert", "format: RowBinary")).isEmpty();
    assertThat(problems("clickhouse:cascadian", "operation: query")).isEmpty();
    assertThat(problems("jdbc:clickhouse", "resetAutoCommit: false")).isEmpty();
    assertThat(problems("sql:SELECT 1", "dataSource: \"#postgres\"")).isEmpty();
  }

  @Test
  void validation_wrongOptionOrValueOrBean_isReportedWithARemedy() {
    assertThat(problems("clickhouse:cascadian.trades_raw", "oparation: insert")).singleElement()
        .satisfies(problem -> assertThat(problem.problem() + " " + problem.remedy()).contains("no option 'oparation'", "operation"));
    assertThat(problems("clickhouse:cascadian.trades_raw", "operation: upsert")).singleElement()
        .satisfies(problem -> assertThat(problem.problem()).contains("'upsert' is not among the values of 'operation'"));
    assertThat(problems("clickhouse:cascadian.trades_raw", "format: Excel")).singleElement()
        .satisfies(problem -> assertThat(problem.problem()).contains("no format 'Excel'"));
    assertThat(problems("jdbc:clickhose")).isNotEmpty();
  }

  @Test
  void validation_deadLetterChannelThatSwallows_isRefused() {
    String text = """
        - route:
            id: sink
            errorHandler:
              deadLetterChannel:
                deadLetterUri: direct:dead-letters
            from:
              uri: timer:sink
              steps:
                - log:
                    message: any
        - route:
            id: letters
            from:
              uri: direct:dead-letters
              steps:
                - log:
                    message: any
        """;
    assertThat(problemsOf(text)).anySatisfy(problem -> assertThat(problem.line() + " " + problem.remedy()).startsWith("4 write 'deadLetterHandleNewException: false'"));
    assertThat(problemsOf(text.replace("direct:dead-letters\n    from", "direct:dead-letters\n        deadLetterHandleNewException: false\n    from")))
        .noneSatisfy(problem -> assertThat(problem.remedy()).contains("deadLetterHandleNewException"));
  }

  private static List<RouteProblem> problemsOf(String text) {
    return VALIDATOR.problems(new RouteTexts(new TreeMap<>(Map.of("sink.camel.yaml", text)), List.of()));
  }

  private static List<RouteProblem> problems(String uri, String... parameters) {
    String text = String.format(Locale.ROOT, """
        - route:
            id: sink
            from:
              uri: timer:sink
              steps:
                - to:
                    uri: "%s"
        """, uri) + (parameters.length == 0 ? "" : "            parameters:\n") + String.join("", List.of(parameters).stream().map(p -> "              " + p + "\n").toList());
    return problemsOf(text);
  }
}
