package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.OpenApiContract.Endpoint;
import io.cascadian.testkit.OpenApiContract;
import io.cascadian.testkit.RouteTree;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Checks that the contract and the routes have the same operations, and that the contract describes each for callers. */
class ContractTest {

  /** How beans read a parameter of the query; those of the path are read as headers or by an own method. */
  private static final Pattern READ = Pattern.compile("\\b(?:number|text|time|flag)\\(exchange, \"(\\w+)\"");

  private final OpenApiContract contract = new OpenApiContract();

  @Test
  void operations_haveOneRouteEach() throws IOException {
    List<String> promised = operations().stream().map(endpoint -> "direct:" + endpoint.operation().getOperationId()).sorted().toList();
    assertThat(routes().stream().map(Route::input).sorted().toList()).isNotEmpty().isEqualTo(promised);
    for (Path file : RouteTree.ofProject().files()) {
      assertThat(Files.readString(file)).as("a path beside the contract, in " + file).doesNotContain("platform-http:");
    }
    assertThat(new Contract().requests().keySet()).containsExactlyInAnyOrderElementsOf(
        operations().stream().map(endpoint -> endpoint.operation().getOperationId()).toList());
  }

  @Test
  void changes_needTheToken_inTheContractOnly() throws IOException {
    for (Endpoint endpoint : contract.endpoints()) {
      assertThat(endpoint.changes() || endpoint.method().equals("GET")).as(endpoint.toString()).isTrue();
      if (endpoint.changes()) {
        assertThat(endpoint.operation().getResponses()).as(endpoint.toString()).containsKeys("401", "403");
        assertThat(endpoint.path()).as("only operations of routes are guarded").startsWith("/api/");
      }
    }
    for (Route route : routes()) {
      assertThat(route.steps.contains(Map.of("bean", Map.of("ref", "api", "method", "authorize")))).as(route.id).isFalse();
    }
  }

  @Test
  void routedPart_keepsTheSecurityOfEveryOperation() throws IOException {
    OpenAPI routed = new OpenAPIV3Parser().readContents(new Contract().operations(), null, null).getOpenAPI();
    Map<String, Boolean> guarded = new TreeMap<>();
    routed.getPaths().forEach((path, item) -> item.readOperations()
        .forEach(operation -> guarded.put(operation.getOperationId(), GuardedOperations.needsToken(routed, operation))));
    Map<String, Boolean> promised = new TreeMap<>();
    operations().forEach(endpoint -> promised.put(endpoint.operation().getOperationId(), endpoint.changes()));
    assertThat(guarded).isEqualTo(promised).containsValues(true, false);
  }

  @Test
  void everyRoute_reportsErrorsAsProblemsAndIsDescribed() throws IOException {
    for (Endpoint endpoint : contract.endpoints()) {
      assertThat(endpoint.operation().getResponses().getDefault()).as(endpoint.toString()).isNotNull();
      assertThat(endpoint.operation().getSummary()).as(endpoint.toString()).isNotBlank();
    }
    for (Route route : routes()) {
      assertThat(route.configuration).as(route.id).isEqualTo("api-errors");
      assertThat(route.description).as(route.id).startsWith(endpoint(route).toString());
    }
  }

  @Test
  void queryParameters_areThoseThatTheBeanReads() throws IOException {
    for (Route route : routes()) {
      Endpoint endpoint = endpoint(route);
      Set<String> promised = new TreeSet<>();
      if (endpoint.operation().getParameters() != null) {
        endpoint.operation().getParameters().stream().map(this::resolved).filter(p -> p.getIn().equals("query")).forEach(p -> promised.add(p.getName()));
      }
      assertThat(read(route)).as(route.id).isEqualTo(promised);
    }
    assertThat(read(new Route("", "", "", "", List.of(Map.of("bean", Map.of("ref", "deadLetterApi", "method", "list"))))))
        .containsExactly("limit", "offset", "reason", "replayed", "since", "stream");
  }

  /** Lists the operations that routes answer; the server answers the others. */
  private List<Endpoint> operations() {
    return contract.endpoints().stream().filter(endpoint -> endpoint.path().startsWith("/api/")).toList();
  }

  private Endpoint endpoint(Route route) {
    return operations().stream().filter(endpoint -> ("direct:" + endpoint.operation().getOperationId()).equals(route.input)).findFirst().orElseThrow();
  }

  private Parameter resolved(Parameter parameter) {
    return parameter.get$ref() == null
        ? parameter
        : contract.api().getComponents().getParameters().get(parameter.get$ref().replaceFirst(".*/", ""));
  }

  /** Finds the parameters in the source of the methods that a route calls. */
  private static Set<String> read(Route route) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Object step : route.steps) {
      if (step instanceof Map<?, ?> map && map.get("bean") instanceof Map<?, ?> bean) {
        String ref = bean.get("ref").toString();
        Path source = Path.of("src/main/java/io/cascadian/api", Character.toUpperCase(ref.charAt(0)) + ref.substring(1) + ".java");
        if (Files.exists(source)) {
          String text = Files.readString(source);
          int begin = text.indexOf(" " + bean.get("method") + "(Exchange exchange) {");
          assertThat(begin).as("%s in %s", bean.get("method"), source).isPositive();
          Matcher reads = READ.matcher(text.substring(begin, text.indexOf("\n  }\n", begin)));
          while (reads.find()) {
            names.add(reads.group(1));
          }
        }
      }
    }
    return names;
  }

  private record Route(String id, String description, String input, String configuration, List<?> steps) {}

  /** The routes of the file that answers the contract. */
  private static List<Route> routes() throws IOException {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("routes/api.camel.yaml")));
    return ((List<?>) yaml).stream().map(entry -> (Map<?, ?>) entry).filter(entry -> entry.containsKey("route"))
        .map(entry -> (Map<?, ?>) entry.get("route")).map(route -> {
          Map<?, ?> from = (Map<?, ?>) route.get("from");
          return new Route(route.get("id").toString(), String.valueOf(route.get("description")), from.get("uri").toString(),
              (String) route.get("routeConfigurationId"), (List<?>) from.get("steps"));
        }).toList();
  }
}
