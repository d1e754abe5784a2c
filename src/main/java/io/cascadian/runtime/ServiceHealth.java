package io.cascadian.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthReport;
import io.cascadian.health.HealthStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests the health report of a running service over HTTP, which has all connections open that a command would have to make. */
final class ServiceHealth {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceHealth.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> REPORTING = Set.of(200, 503);

  private ServiceHealth() {}

  /**
   * Returns the report of the service at a URL; empty, with a line in the log, when none comes in time or the answer is none.
   *
   * @param url such as {@code http://127.0.0.1:8080}
   */
  static Optional<HealthReport> request(String url, Duration limit) {
    try {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/health")).timeout(limit).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (REPORTING.contains(answer.statusCode())) {
        return Optional.of(report(JSON.readTree(answer.body())));
      }
      LOG.warn("Health: the service at {} answered with {}; this process runs the checks itself", url, answer.statusCode());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.warn("Health: no report from the service at {} ({}); this process runs the checks itself", url, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static HealthReport report(JsonNode json) {
    List<HealthReport.Entry> checks = new ArrayList<>();
    for (JsonNode check : required(json, "checks")) {
      checks.add(new HealthReport.Entry(required(check, "check").asText(),
          new CheckResult(status(required(check, "status")), required(check, "message").asText(), details(check.path("details"))),
          check.path("duration_ms").asLong(), check.path("timeout_ms").asLong(), false));
    }
    JsonNode typical = json.path("typical_duration_ms");
    return new HealthReport(Instant.parse(required(json, "timestamp").asText()), status(required(json, "overall_status")),
        required(json, "total_duration_ms").asLong(), typical.isNumber() ? OptionalLong.of(typical.asLong()) : OptionalLong.empty(), checks);
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node == null ? NullNode.instance : node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException("the answer has no " + field);
    }
    return value;
  }

  private static HealthStatus status(JsonNode label) {
    return HealthStatus.valueOf(label.asText().toUpperCase(Locale.ROOT));
  }

  private static Map<String, Object> details(JsonNode json) {
    Map<String, Object> details = new LinkedHashMap<>();
    json.fields().forEachRemaining(field -> details.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    return details;
  }
}
