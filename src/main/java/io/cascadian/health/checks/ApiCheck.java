package io.cascadian.health.checks;

import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Checks that the service's own HTTP endpoints respond with success.
 *
 * <p>Only 2xx counts as an answer. An operator may take a route away or stop it: its path is then answered with 404 or 405 and is reported as not served,
 * which is no failure; the first path is the program's own and always there. A run does without any of them. Where no service is running in this
 * process, which a command-line check may meet, the result is a warning.
 */
public final class ApiCheck implements HealthCheck {

  private static final Duration LIMIT = Duration.ofSeconds(4);
  /** No route at all, or one for another method only. */
  private static final Set<Integer> NOT_SERVED = Set.of(404, 405);

  private final Supplier<Optional<String>> baseUrl;
  private final List<String> paths;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * @param baseUrl of the running service; empty while there is none
   * @param paths that are asked by GET, and of which none is answered with 404 or 405 while it is served, the first one always served; never the health path itself
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
  public Duration timeout() {
    return Duration.ofSeconds(6);
  }

  /** Runs start, read and publish without the HTTP interface. */
  @Override
  public boolean stopsRun() {
    return false;
  }

  @Override
  public String hint() {
    return "look at the service's log, and start it again when its process hangs";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    Optional<String> base = baseUrl.get();
    if (base.isEmpty()) {
      return CheckResult.warning("no service is running here; start it with 'serve'", Map.of());
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("data_time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    details.put("limit_ms", LIMIT.toMillis());
    // all at once: one limit holds for all
    List<CompletableFuture<HttpResponse<Void>>> asked = paths.stream().map(path -> client.sendAsync(
        HttpRequest.newBuilder(URI.create(base.get() + path)).timeout(LIMIT).GET().build(), HttpResponse.BodyHandlers.discarding())).toList();
    List<String> failing = new ArrayList<>();
    List<String> away = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Object found = outcome(asked.get(i));
      if (i > 0 && NOT_SERVED.contains(found)) {
        away.add(paths.get(i));
        details.put(paths.get(i), "not served: its route is not there or not started");
        continue;
      }
      details.put(paths.get(i), found);
      if (!(found instanceof Integer status) || status / 100 != 2) {
        failing.add(paths.get(i));
      }
    }
    return failing.isEmpty()
        ? CheckResult.healthy(away.isEmpty()
            ? "all " + paths.size() + " endpoints answer"
            : paths.size() - away.size() + " of " + paths.size() + " endpoints answer, not served: " + String.join(", ", away), details)
        : CheckResult.critical("not answering with success: " + String.join(", ", failing) + "; " + hint(), details);
  }

  /** Returns the status, or the failure to show instead. */
  private static Object outcome(CompletableFuture<HttpResponse<Void>> asked) throws InterruptedException {
    try {
      return asked.get().statusCode();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof java.net.http.HttpTimeoutException) {
        return "no answer within " + LIMIT.toMillis() + " ms";
      }
      if (e.getCause() instanceof IOException) {
        return "no connection";
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    }
  }
}
