package io.cascadian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  @Test
  void noSpanOfTheWindowHasMoreThanTheLimit() {
    long window = 1_000;
    RateLimiter limiter = new RateLimiter(5, Duration.ofNanos(window));
    Random random = new Random(7);
    List<Long> granted = new ArrayList<>();
    for (long now = 0; granted.size() < 500; now += random.nextInt(120)) {
      if (limiter.tryAcquire("a:1", now) == 0) {
        granted.add(now);
      }
    }
    for (int i = 5; i < granted.size(); i++) {
      assertThat(granted.get(i) - granted.get(i - 5)).isGreaterThanOrEqualTo(window);
    }
  }

  @Test
  void whoAsksBeyondTheLimitWaitsWhoeverElseAsks() throws Exception {
    Duration window = Duration.ofMillis(200);
    RateLimiter limiter = new RateLimiter(5, window);
    AtomicInteger granted = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    long begin = System.nanoTime();
    for (int i = 0; i < 22; i++) {
      callers.submit(() -> {
        limiter.acquire("a:1");
        return granted.incrementAndGet();
      });
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(granted).hasValue(22);
    // 5 in each of the first four windows, the rest after them; a slow machine only makes it longer
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(window.multipliedBy(4).toNanos());
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
