package io.cascadian.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code docs/api/openapi.yaml} and checks responses against it. */
public final class OpenApiContract {

  public static final Path FILE = Path.of("docs/api/openapi.yaml");
  private static final List<String> VALIDATED = List.of("application/json", "application/problem+json");

  private final OpenAPI api;
  private final OpenApiInteractionValidator validator;

  /** @param path template such as {@code /api/nightly/runs/{id}} */
  public record Endpoint(String method, String path, Operation operation) {

    /** Whether it needs the token. */
    public boolean changes() {
      return operation.getSecurity() != null;
    }

    /** The template with values in the place of its parameters. */
    public String with(Map<String, String> values) {
      String filled = path;
      for (Map.Entry<String, String> value : values.entrySet()) {
        filled = filled.replace("{" + value.getKey() + "}", value.getValue());
      }
      return filled;
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  public OpenApiContract() {
    try {
      String text = Files.readString(FILE);
      ParseOptions options = new ParseOptions();
      options.setResolve(true);
      var parsed = new OpenAPIV3Parser().readContents(text, null, options);
      assertThat(parsed.getMessages()).as("problems of the contract").isEmpty();
      api = parsed.getOpenAPI();
      validator = OpenApiInteractionValidator.createForInlineApiSpecification(text).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public OpenAPI api() {
    return api;
  }

  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach(
        (PathItem.HttpMethod method, Operation operation) -> endpoints.add(new Endpoint(method.name(), path, operation))));
    return endpoints;
  }

  /** Checks an endpoint's response against the contract: status, type, and every field of the body. */
  public void check(Endpoint endpoint, RawHttp.Answer answer) {
    String type = answer.header("Content-Type");
    SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.status());
    if (type != null) {
      response.withContentType(type);
    }
    if (!answer.body().isEmpty()) {
      response.withBody(answer.body());
    }
    // a response that is not JSON has a type and a status only
    ValidationReport report = validator.validateResponse(endpoint.path(), Request.Method.valueOf(endpoint.method()), response.build());
    assertThat(report.getMessages().stream().filter(m -> type == null || VALIDATED.contains(type) || !m.getKey().contains("schema"))
        .map(m -> m.getKey() + ": " + m.getMessage()).collect(Collectors.toList()))
        .as("%s answered %s %s%n%s", endpoint, answer.status(), type, answer.body()).isEmpty();
  }

  /** Checks that an answer, of whatever path, is a problem document. */
  public void checkProblem(String request, RawHttp.Answer answer) {
    assertThat(answer.header("Content-Type")).as("%s answered %s %s", request, answer.status(), answer.body()).isEqualTo("application/problem+json");
    ValidationReport report = validator.validateResponse("/api/nightly/runs/{id}", Request.Method.GET,
        SimpleResponse.Builder.status(answer.status()).withContentType("application/problem+json").withBody(answer.body()).build());
    assertThat(report.getMessages()).as("%s answered %s %s", request, answer.status(), answer.body()).isEmpty();
    assertThat(answer.body()).contains("\"status\":" + answer.status());
  }
}
