package io.cascadian.api;

import io.cascadian.health.history.HealthHistory;
import io.cascadian.health.history.StoredReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about past health reports that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class HealthApi {

  private final HealthHistory history;

  public HealthApi(HealthHistory history) {
    this.history = history;
  }

  /** Answers {@code GET /api/health-history} with a page of the retained reports, newest first. */
  public void history(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", 100, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("reports", history.page(limit, offset).stream().map(HealthApi::json).toList());
    page.put("total", history.count());
    page.put("typical_duration_ms", history.typicalMillis().isPresent() ? history.typicalMillis().getAsLong() : null);
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }

  private static Map<String, Object> json(StoredReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", report.id());
    json.put("timestamp", report.reportedAt().toString());
    json.put("overall_status", report.overall());
    json.put("total_duration_ms", report.durationMs());
    json.put("checks", report.checks());
    return json;
  }
}
