package io.cascadian.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cascadian.e2e.api.RequestGenerator.Generated;
import io.cascadian.testkit.OpenApiContract.Endpoint;
import io.cascadian.testkit.OpenApiContract;
import io.cascadian.testkit.RawHttp;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends malformed and unusual requests to every path: none may be answered with 5xx, and every rejection is a problem document. More of them with
 * {@code -Dfuzz.requests=N}, others with {@code -Dfuzz.seed=N}.
 */
@ExtendWith(ApiService.Provider.class)
class ApiFuzzIT {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 300);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_125L);
  private static final int BOUND_MILLIS = 15_000;

  private final OpenApiContract contract = new OpenApiContract();

  @Test
  void malformedRequests_neverCauseServerError(ApiService api) throws Exception {
    int port = URI.create(api.service.url()).getPort();
    RequestGenerator generator = new RequestGenerator(SEED, contract.endpoints(), port);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      Generated request = generator.next();
      String name = "request " + i + " of seed " + SEED + ":\n" + request + "\n";
      long start = System.nanoTime();
      RawHttp.Answer answer = api.http.send(request.bytes(), request.isHead());
      assertThat((System.nanoTime() - start) / 1_000_000).as(name).isLessThan(BOUND_MILLIS);
      statuses.merge(answer.status(), 1, Integer::sum);
      check(name, request, answer);
    }
    System.out.println("fuzz seed " + SEED + ", answers by status: " + statuses);
    // most of the contract was reached, not only the checks before it
    assertThat(statuses).containsKeys(200, 400, 401, 404, 405);
    assertThat(api.http.get("/api/nightly/runs").status()).isEqualTo(200);
  }

  private void check(String name, Generated request, RawHttp.Answer answer) {
    boolean health = request.target().contains("health");
    if (answer.status() == 501) {
      assertThat(request.target()).as(name).contains("/watchlist/stream");
    } else if (answer.status() >= 500) {
      // reports of health are 503 while something is critical
      assertThat(health && answer.status() == 503).as(name + answer.status() + " " + answer.body()).isTrue();
      return;
    }
    assertThat(answer.status()).as(name).isGreaterThanOrEqualTo(200);
    assertThat(answer.header("X-Injected")).as(name).isNull();
    assertThat(answer.header("X-Content-Type-Options")).as(name).isEqualTo("nosniff");
    if (!request.target().contains("openapi.yaml")) {
      assertThat(answer.body()).as(name).doesNotContainPattern("\\bat [a-z]+\\.[\\w.]+\\(|[a-z]\\.[A-Z]\\w+Exception|evil\\.example|/etc/passwd");
    }
    if (answer.status() >= 400 && !request.isHead()) {
      contract.checkProblem(name, answer);
    }
    Endpoint endpoint = request.endpoint();
    // an empty part, a dot or an encoded slash make another path of it
    boolean same = !request.target().replaceFirst("[?#].*", "").matches(".*(//|/$|/\\.{1,2}(/|$)|%2|;).*");
    if (answer.status() == 200 && endpoint != null && same && request.method().equals(endpoint.method())) {
      assertThatCode(() -> contract.check(endpoint, answer)).as(name).doesNotThrowAnyException();
    }
  }
}
