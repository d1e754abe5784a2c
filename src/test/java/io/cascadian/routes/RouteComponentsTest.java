package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.nightly.StepKinds;
import io.cascadian.testkit.ExtensionJar;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators expect to be on board can be used in a route, and what they add is known to the validator. */
class RouteComponentsTest {

  private static final Map<String, Class<?>> BEANS = Map.of("postgres", DataSource.class);
  private static final RouteValidator VALIDATOR = new RouteValidator(new RouteEnvironment(BEANS, Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE));

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {
      "to: {uri: \"http://127.0.0.1:1/x\"}",
      "to: {uri: \"https://127.0.0.1:1/x\", parameters: {httpMethod: POST, responseTimeout: 1000, bridgeEndpoint: true}}",
      "to: {uri: \"graphql:http://127.0.0.1:1/graphql\", parameters: {queryHeader: query}}",
      "to: {uri: \"jdbc:postgres\", parameters: {useHeadersAsParameters: true}}",
      "to: {uri: \"sql:SELECT 1\", parameters: {dataSource: \"#postgres\"}}",
      "to: {uri: \"smtp://127.0.0.1:25\", parameters: {to: \"ops@example.org\", subject: hello}}",
      "to: {uri: \"file:target/never\", parameters: {fileExist: Append}}",
      "to: {uri: \"seda:somewhere\"}",
      "to: {uri: \"micrometer:counter:seen\"}",
      "to: {uri: \"log:seen\", parameters: {level: INFO, showHeaders: true}}",
      "marshal: {json: {library: Jackson}}",
      "unmarshal: {json: {library: Jackson, unmarshalType: java.util.Map}}",
      "setBody: {jsonpath: {expression: \"$.data.id\", suppressExceptions: true}}",
      "throttle: {expression: {constant: {expression: \"50\"}}, timePeriodMillis: \"10000\"}",
      "circuitBreaker: {resilience4jConfiguration: {failureRateThreshold: \"50\"}, steps: [{to: {uri: \"http://127.0.0.1:1/x\"}}], onFallback: {steps: [{stop: {}}]}}",
      "multicast: {parallelProcessing: \"true\", steps: [{to: {uri: \"log:a\"}}, {to: {uri: \"log:b\"}}]}",
      "throttle: {expression: {constant: {expression: 50}}, timePeriodMillis: 10000}",
      "wireTap: {uri: \"seda:somewhere\"}",
      "delay: {expression: {constant: {expression: \"10\"}}}",
      "idempotentConsumer: {idempotentRepository: \"#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository\", header: {expression: id}, steps: [{stop: {}}]}",
      "loop: {expression: {constant: {expression: \"2\"}}, steps: [{stop: {}}]}"})
  void componentOnBoard_isGood(String step) throws Exception {
    assertThat(validated("- from:\n    uri: direct:a\n    steps:\n      - " + step + "\n- from:\n    uri: seda:somewhere\n    steps:\n      - stop: {}\n", VALIDATOR))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"timer:tick?period=5s", "quartz:g/n?cron=0+0+3+*+*+?", "file:target/never?readLock=changed", "platform-http:/x",
      "seda:q?concurrentConsumers=2", "imap://127.0.0.1?delay=60000"})
  void consumerOnBoard_isGood(String uri) throws Exception {
    assertThat(validated("- from:\n    uri: \"" + uri + "\"\n    steps:\n      - stop: {}\n", VALIDATOR)).isEmpty();
  }

  @Test
  void componentOfAnExtension_isKnownToTheValidatorWithItsOptions() throws Exception {
    String route = "- from:\n    uri: direct:a\n    steps:\n      - to: {uri: \"shout:hello\", parameters: {volume: %s}}\n";
    assertThat(validated(String.format(Locale.ROOT, route, "5"), VALIDATOR)).singleElement().asString().contains("a.camel.yaml:4: there is no component 'shout'");
    Path jar = ExtensionJar.build(folder.resolve("shout.jar"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      RouteValidator extended = new RouteValidator(new RouteEnvironment(BEANS, Map.of(), StepKinds.of(List.of()), Map.of(), CoreRoutes.NONE, loader));
      assertThat(validated(String.format(Locale.ROOT, route, "5"), extended)).isEmpty();
      assertThat(validated(String.format(Locale.ROOT, route, "loud"), extended)).singleElement().asString().contains("'loud' as 'volume' is no whole number");
      assertThat(validated(String.format(Locale.ROOT, route, "5").replace("volume", "volum"), extended)).singleElement().asString()
          .contains("the component 'shout' has no option 'volum' — write 'volume'");
    }
  }

  private List<String> validated(String text, RouteValidator validator) {
    return validator.problems(new RouteTexts(new TreeMap<>(Map.of("a.camel.yaml", text)), List.of())).stream().map(RouteProblem::text).toList();
  }
}
