package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a stall of the service is charged for everybody who came meanwhile, and that failures count. */
class ApiBenchTest {

  private static final long STALL_MILLIS = 400;

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // one thread: while one answer stalls all others wait
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.createContext("/", exchange -> {
      String path = exchange.getRequestURI().getPath();
      paths.add(path);
      if (asked.incrementAndGet() == 1) {
        try {
          Thread.sleep(STALL_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      exchange.sendResponseHeaders(path.equals("/bad") ? 500 : 200, -1);
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
  void service_thatIsAway_failsEveryRequest() {
    server.stop(0);
    assertThat(load("/good").failures()).isEqualTo(40);
  }

  @Test
  void failedResponses_missGoal() {
    ApiLoad load = load("/bad");
    assertThat(load.failures()).isEqualTo(40);
    ApiBenchReport report = new ApiBenchReport(null, "", 7, load, List.of(), load);
    assertThat(report.reached()).isFalse();
    assertThat(report.text()).contains("40 failed", "MISSED", "after 7 s of the same load");
  }

  @Test
  void oneSlowKind_missesGoal_thoughAllTogetherReachIt() {
    ConcurrentHistogram all = new ConcurrentHistogram(3);
    ApiLoad load = new ApiLoad("kinds", 100, 100, List.of(kind("slow", 5, 100, all), kind("quick", 200, 2, all)), all, Map.of());
    assertThat(load.all().getValueAtPercentile(95) / 1e6).as("p95 of all").isLessThan(50);
    ApiBenchReport report = new ApiBenchReport(null, "", 7, load, List.of(), load);
    assertThat(load.missed()).containsExactly("slow");
    assertThat(report.reached()).isFalse();
    assertThat(report.text()).contains("1 of 2 kinds missed their goal: slow");
  }

  @Test
  void warmUp_leavesFirstRequestsToTheMeasurement() {
    ApiBench bench = bench();
    ApiBench.Read read = new ApiBench.Read("wallets", List.of("/w/1", "/w/2", "/w/3", "/w/4"), 10_000);
    assertThat(bench.load("warm-up", List.of(read), List.of(), 100, Duration.ofMillis(20)).kinds().get(0).repeated()).isZero();
    assertThat(bench.load("measured", List.of(read), List.of(), 100, Duration.ofMillis(30)).kinds().get(0).repeated()).isEqualTo(1);
    assertThat(paths).containsExactly("/w/1", "/w/2", "/w/3", "/w/4", "/w/1");
  }

  private ApiLoad load(String path) {
    return bench().load("test", List.of(new ApiBench.Read("read", List.of(path), 10_000)), List.of(), 100, Duration.ofMillis(400));
  }

  private ApiBench bench() {
    return new ApiBench("http://127.0.0.1:" + server.getAddress().getPort(), CpuMeter.ofCallers());
  }

  private static ApiLoad.Kind kind(String name, int requests, long millis, ConcurrentHistogram all) {
    ConcurrentHistogram latencies = new ConcurrentHistogram(3);
    for (int i = 0; i < requests; i++) {
      latencies.recordValue(Duration.ofMillis(millis).toNanos());
      all.recordValue(Duration.ofMillis(millis).toNanos());
    }
    return new ApiLoad.Kind(name, 50, 0, 0, latencies);
  }
}
