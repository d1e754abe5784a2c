package io.cascadian.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  @Test
  void noSpanOfTheWindowHasMoreThanTheLimitWhoeverAsks() throws Exception {
    // a machine that pauses a caller between its permit and its look at the clock makes a span look shorter than it was, once in a while
    await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).untilAsserted(RateLimiterTest::spansAreKept);
  }

  private static void spansAreKept() throws Exception {
    Duration window = Duration.ofMillis(200);
    RateLimiter limiter = new RateLimiter(5, window);
    ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 22; i++) {
      callers.submit(() -> {
        limiter.acquire("a:1");
        return times.add(System.nanoTime());
      });
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    List<Long> sorted = times.stream().sorted().toList();
    assertThat(sorted).hasSize(22);
    for (int i = 5; i < sorted.size(); i++) {
      // the clock is read a moment after the permit is given, so two readings may be closer than their permits
      assertThat(sorted.get(i) - sorted.get(i - 5)).isGreaterThan(window.toNanos() - TimeUnit.MILLISECONDS.toNanos(60));
    }
    assertThat(limiter.waited()).isPositive();
  }

  @Test
  void hostsAreLimitedEachForItself() throws Exception {
    RateLimiter limiter = new RateLimiter(1, Duration.ofHours(1));
    limiter.acquire("a:1");
    limiter.acquire("a:2");
    limiter.acquire("b:1");
    assertThat(limiter.waited()).isZero();
  }
}
