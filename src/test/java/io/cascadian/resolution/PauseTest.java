package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pauses between tries, by a clock that the test sets. */
class PauseTest {

  // close to where such a clock turns over
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Pause pause = new Pause(clock::get);

  @Test
  void pauses_growToLimit_resetAfterSuccess() {
    assertThat(pause.isOver()).isTrue();
    List<Long> seconds = Stream.generate(() -> pause.failed().toSeconds()).limit(8).toList();
    assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
    pause.succeeded();
    assertThat(pause.isOver()).isTrue();
    assertThat(pause.failed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void pause_endsAtItsTime() {
    pause.failed();
    assertThat(pause.isOver()).isFalse();
    clock.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(pause.isOver()).isFalse();
    clock.addAndGet(1);
    assertThat(pause.isOver()).isTrue();
  }
}
