package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a stall of the service is charged for everybody who came meanwhile, and that failures count. */
class ApiBenchTest {

  private static final long STALL_MILLIS = 400;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // one thread: while one answer stalls all others wait
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.createContext("/", exchange -> {
      if (asked.incrementAndGet() == 1) {
        try {
          Thread.sleep(STALL_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/bad") ? 500 : 200, -1);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void stall_countsForEveryScheduledRequest() {
    ApiLoad load = load("/good");
    // 40 requests at 100 a second, of which the first stalls: all that came in the first half of the stall waited for at least the other half
    assertThat(load.all().getTotalCount()).isEqualTo(40);
    assertThat(load.all().getCountBetweenValues(Duration.ofMillis(STALL_MILLIS / 2).toNanos(), Long.MAX_VALUE / 2)).isGreaterThanOrEqualTo(15);
    assertThat(load.failures()).isZero();
  }

  @Test
  void failedResponses_missGoal() {
    ApiLoad load = load("/bad");
    assertThat(load.failures()).isEqualTo(40);
    assertThat(new ApiBenchReport(null, 10_000, load, load).reached()).isFalse();
    assertThat(new ApiBenchReport(null, 10_000, load, load).text()).contains("40 failed", "missed");
  }

  private ApiLoad load(String path) {
    return new ApiBench("http://127.0.0.1:" + server.getAddress().getPort())
        .load("test", List.of(new ApiBench.Read("read", List.of(path))), 100, Duration.ofMillis(400));
  }
}
