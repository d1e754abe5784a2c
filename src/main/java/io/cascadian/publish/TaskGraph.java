package io.cascadian.publish;

import io.cascadian.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks, some side by side, each when those that it needs have ended; of several that could begin, the one that was added first.
 *
 * <p>After a failure nothing new begins, what is running is interrupted, and {@link #run} returns only when it has ended. Tasks are added by one thread.
 */
final class TaskGraph {

  private final int threads;
  private final List<Task> waiting = new ArrayList<>();
  private int running;
  private RuntimeException failure;

  /** @param threads how many tasks run at a time */
  TaskGraph(int threads) {
    this.threads = threads;
  }

  /** Represents a task that was added. */
  static final class Task {
    private final Set<Task> needed;
    private final Runnable work;
    private boolean ended;

    private Task(Collection<Task> needed, Runnable work) {
      this.needed = Set.copyOf(needed);
      this.work = work;
    }
  }

  /** Adds a task that begins when all of {@code needed} have ended. */
  Task add(Collection<Task> needed, Runnable work) {
    Task task = new Task(needed, work);
    waiting.add(task);
    return task;
  }

  /**
   * Runs all tasks and returns when they have ended.
   *
   * @throws StoreUnavailableException when the calling thread is interrupted (its flag stays set); else the exception of the first task that failed
   */
  void run() {
    ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
      Thread thread = new Thread(task, "build-tables");
      thread.setDaemon(true);
      return thread;
    });
    for (int i = 0; i < threads; i++) {
      workers.execute(() -> work(workers));
    }
    workers.shutdown();
    boolean interrupted = false;
    while (!workers.isTerminated()) {
      try {
        workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // what is running ends at the server, and fails here; a statement that ends later would write into tables that others fill by then
        interrupted = true;
        fail(new StoreUnavailableException("ClickHouse", "fill the tables of a build", "interrupted before all were filled", e));
        workers.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void work(ExecutorService workers) {
    for (Task task = next(); task != null; task = next()) {
      RuntimeException thrown = null;
      try {
        task.work.run();
      } catch (RuntimeException e) {
        thrown = e;
      } catch (Error e) {
        thrown = new IllegalStateException(e);
      }
      end(task, thrown);
      if (thrown != null) {
        workers.shutdownNow();
      }
    }
  }

  /** Waits for a task that may begin; null when none will. */
  private synchronized Task next() {
    while (failure == null && !waiting.isEmpty()) {
      for (Task task : waiting) {
        if (task.needed.stream().allMatch(needed -> needed.ended)) {
          waiting.remove(task);
          running++;
          return task;
        }
      }
      if (running == 0) {
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        return null;
      }
    }
    return null;
  }

  private synchronized void end(Task task, RuntimeException thrown) {
    running--;
    task.ended = thrown == null;
    if (thrown != null) {
      fail(thrown);
    }
    notifyAll();
  }

  private synchronized void fail(RuntimeException thrown) {
    if (failure == null) {
      failure = thrown;
    } else {
      failure.addSuppressed(thrown);
    }
  }
}
