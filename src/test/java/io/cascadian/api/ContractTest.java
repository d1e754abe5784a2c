package io.cascadian.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.api.OpenApiContract.Endpoint;
import io.cascadian.testkit.RouteTree;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The contract and the routes name the same paths, and the contract says of each what callers need. */
class ContractTest {

  /** How beans read a parameter of the query; those of the path are read as headers or by an own method. */
  private static final Pattern READ = Pattern.compile("\\b(?:number|text|time|flag)\\(exchange, \"(\\w+)\"");

  private final OpenApiContract contract = new OpenApiContract();

  @Test
  void everyRouteIsInTheContractAndTheOtherWayRound() throws IOException {
    Set<String> routes = routes().stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new));
    Set<String> promised = contract.endpoints().stream().filter(e -> e.path().startsWith("/api/")).map(Endpoint::toString)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routes).isNotEmpty().isEqualTo(promised);
  }

  @Test
  void whatChangesSomethingNeedsTheTokenInTheContractAndInItsRoute() throws IOException {
    for (Endpoint endpoint : contract.endpoints()) {
      assertThat(endpoint.changes() || endpoint.method().equals("GET")).as(endpoint.toString()).isTrue();
      if (endpoint.changes()) {
        assertThat(endpoint.operation().getResponses()).as(endpoint.toString()).containsKeys("401", "403");
      }
    }
    Set<String> changing = contract.endpoints().stream().filter(Endpoint::changes).map(Endpoint::toString).collect(Collectors.toSet());
    for (Route route : routes()) {
      // before anything else is done
      boolean authorizes = route.steps.get(0).equals(Map.of("bean", Map.of("ref", "api", "method", "authorize")));
      assertThat(authorizes).as(route.toString()).isEqualTo(changing.contains(route.toString()));
    }
  }

  @Test
  void everyRouteTellsItsErrorsAsProblems() throws IOException {
    for (Endpoint endpoint : contract.endpoints()) {
      assertThat(endpoint.operation().getResponses().getDefault()).as(endpoint.toString()).isNotNull();
      assertThat(endpoint.operation().getSummary()).as(endpoint.toString()).isNotBlank();
    }
    for (Route route : routes()) {
      assertThat(route.configuration).as(route.toString()).isEqualTo("api-errors");
    }
  }

  @Test
  void theQueryParametersOfEachOperationAreTheOnesThatItsBeanReads() throws IOException {
    for (Route route : routes()) {
      Endpoint endpoint = contract.endpoints().stream().filter(e -> e.toString().equals(route.toString())).findFirst().orElseThrow();
      Set<String> promised = new TreeSet<>();
      if (endpoint.operation().getParameters() != null) {
        endpoint.operation().getParameters().stream().map(this::resolved).filter(p -> p.getIn().equals("query")).forEach(p -> promised.add(p.getName()));
      }
      assertThat(read(route)).as(route.toString()).isEqualTo(promised);
    }
    assertThat(read(new Route("GET", "", "", List.of(Map.of("bean", Map.of("ref", "deadLetterApi", "method", "list"))))))
        .containsExactly("limit", "offset", "reason", "replayed", "since", "stream");
  }

  private Parameter resolved(Parameter parameter) {
    return parameter.get$ref() == null
        ? parameter
        : contract.api().getComponents().getParameters().get(parameter.get$ref().replaceFirst(".*/", ""));
  }

  /** What the source of the methods that a route calls names as a parameter. */
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

  private record Route(String method, String path, String configuration, List<?> steps) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** What the route files serve. */
  private static List<Route> routes() throws IOException {
    return RouteTree.ofProject().files().stream().flatMap(ContractTest::routes).toList();
  }

  private static Stream<Route> routes(Path file) {
    Object yaml;
    try {
      yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ((List<?>) yaml).stream().map(entry -> (Map<?, ?>) entry).filter(entry -> entry.containsKey("route"))
        .map(entry -> (Map<?, ?>) entry.get("route")).filter(route -> uri(route).startsWith("platform-http:"))
        .flatMap(route -> {
          Map<?, ?> from = (Map<?, ?>) route.get("from");
          Object methods = from.get("parameters") instanceof Map<?, ?> parameters ? parameters.get("httpMethodRestrict") : null;
          assertThat(methods).as("httpMethodRestrict in " + file).isNotNull();
          return Stream.of(methods.toString().split(",")).map(method -> new Route(
              method, uri(route).substring("platform-http:".length()), (String) route.get("routeConfigurationId"), (List<?>) from.get("steps")));
        });
  }

  private static String uri(Map<?, ?> route) {
    return ((Map<?, ?>) route.get("from")).get("uri").toString();
  }
}
