package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Do the service's own HTTP endpoints answer with success?
 *
 * <p>Only 2xx counts as an answer. Where no service is running in this process, which a command-line check may meet, the result is a
 * warning.
 */
public final class ApiCheck implements HealthCheck {

  private final Supplier<Optional<String>> baseUrl;
  private final List<String> paths;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  /**
   * @param baseUrl of the running service; empty while there is none
   * @param paths that are asked by GET; never the health path itself
   */
  public ApiCheck(Supplier<Optional<String>> baseUrl, List<String> paths) {
    this.baseUrl = baseUrl;
    this.paths = List.copyOf(paths);
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    Optional<String> base = baseUrl.get();
    if (base.isEmpty()) {
      return CheckResult.warning("no service is running here; start it with 'serve'", Map.of());
    }
    Map<String, Object> statuses = new LinkedHashMap<>();
    List<String> failing = new ArrayList<>();
    for (String path : paths) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(base.get() + path)).timeout(Duration.ofSeconds(5)).GET().build();
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        statuses.put(path, status);
        if (status / 100 != 2) {
          failing.add(path);
        }
      } catch (IOException e) {
        statuses.put(path, "no answer");
        failing.add(path);
      }
    }
    return failing.isEmpty()
        ? CheckResult.healthy("all " + paths.size() + " endpoints answer", statuses)
        : CheckResult.critical("not answering with success: " + String.join(", ", failing) + "; look at the log", statuses);
  }
}
