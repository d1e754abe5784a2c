package io.cascadian.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.publish.TaskGraph.Task;
import io.cascadian.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TaskGraphTest {

  private final TaskGraph graph = new TaskGraph(2);
  private final List<String> ended = Collections.synchronizedList(new ArrayList<>());

  @Test
  void task_beginsWhenThoseItNeedsHaveEnded() {
    Task slow = graph.add(Set.of(), () -> {
      pause(100);
      ended.add("slow");
    });
    Task quick = graph.add(Set.of(), () -> ended.add("quick"));
    graph.add(List.of(slow, quick), () -> ended.add("after both"));
    graph.add(List.of(quick), () -> ended.add("after quick"));

    graph.run();

    assertThat(ended).containsExactly("quick", "after quick", "slow", "after both");
  }

  @Test
  void independentTasks_runSideBySide_butNotMoreThanAllowed() {
    CyclicBarrier two = new CyclicBarrier(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      graph.add(Set.of(), () -> {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        meet(two);
        running.decrementAndGet();
        meet(two);
      });
    }

    graph.run();

    assertThat(most).hasValue(2);
  }

  @Test
  void failure_interruptsWhatRuns_andBeginsNothing() {
    CountDownLatch runs = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    graph.add(Set.of(), () -> {
      runs.countDown();
      interrupted.set(!pause(10_000));
      ended.add("long");
    });
    Task failing = graph.add(Set.of(), () -> {
      await(runs);
      throw new IllegalStateException("broken");
    });
    graph.add(List.of(failing), () -> ended.add("after the failing one"));
    graph.add(Set.of(), () -> ended.add("waiting"));

    assertThatThrownBy(graph::run).hasMessage("broken");

    assertThat(interrupted).isTrue();
    assertThat(ended).as("run returns when what ran has ended").containsExactly("long");
  }

  @Test
  void interruptedCaller_waitsForTheEndOfWhatRuns() {
    Thread caller = Thread.currentThread();
    graph.add(Set.of(), () -> {
      caller.interrupt();
      pause(10_000);
      ended.add("interrupted");
    });
    graph.add(Set.of(), () -> pause(10_000));
    graph.add(Set.of(), () -> ended.add("waiting"));

    assertThatThrownBy(graph::run).isInstanceOf(StoreUnavailableException.class);

    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    assertThat(ended).containsExactly("interrupted");
  }

  /** Returns false when interrupted. */
  private static boolean pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
