package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Asks each node of a cluster for whole tables, again and again, and notes every answer: what is in it, not when it came. */
final class ClusterReaders implements AutoCloseable {

  /** What is in a table, but for the run that wrote the rows. */
  static final String CHECKSUM = "SELECT concat(toString(count()), ' ', hex(groupBitXor(sipHash64(toString(tuple(*)))))) FROM (SELECT * EXCEPT (revision) FROM %s)";

  private final Map<String, Set<String>> answers;
  private final AtomicLong answered;
  private final AtomicLong failed;
  private final ReadWriteLock asking = new ReentrantReadWriteLock(true);
  private final List<Thread> threads;
  private volatile boolean closed;
  private volatile Throwable broken;

  ClusterReaders(List<ClickHouse> nodes, List<String> tables) {
    this(nodes, tables, new ConcurrentHashMap<>(), new AtomicLong(), new AtomicLong());
  }

  private ClusterReaders(List<ClickHouse> nodes, List<String> tables, Map<String, Set<String>> answers, AtomicLong answered, AtomicLong failed) {
    this.answers = answers;
    this.answered = answered;
    this.failed = failed;
    threads = nodes.stream().map(node -> new Thread(() -> read(node, tables), "cluster-reader")).toList();
    threads.forEach(Thread::start);
  }

  /** Runs something while no question is on its way. */
  void betweenQuestions(Runnable work) {
    asking.writeLock().lock();
    try {
      work.run();
    } finally {
      asking.writeLock().unlock();
    }
  }

  /** Goes on after it was closed. */
  ClusterReaders resumed(List<ClickHouse> nodes, List<String> tables) {
    return new ClusterReaders(nodes, tables, answers(), answered, failed);
  }

  static String checksum(ClickHouse clickHouse, String table) {
    return clickHouse.queryOne(String.format(Locale.ROOT, CHECKSUM, table), Map.of(), row -> row.getString(1));
  }

  static Map<String, String> checksums(ClickHouse clickHouse, List<String> tables) {
    Map<String, String> checksums = new LinkedHashMap<>();
    tables.forEach(table -> checksums.put(table, checksum(clickHouse, table)));
    return checksums;
  }

  private void read(ClickHouse node, List<String> tables) {
    try {
      while (!closed) {
        for (String table : tables) {
          asking.readLock().lock();
          try {
            answers.computeIfAbsent(table, name -> ConcurrentHashMap.newKeySet()).add(checksum(node, table));
            answered.incrementAndGet();
          } catch (StoreException e) {
            // a node is down, which is no answer
            failed.incrementAndGet();
          } finally {
            asking.readLock().unlock();
          }
          TimeUnit.MILLISECONDS.sleep(50);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  /** Returns all different answers so far, by table. */
  Map<String, Set<String>> answers() {
    if (broken != null) {
      throw new IllegalStateException("a reader ended", broken);
    }
    return answers;
  }

  long answered() {
    return answered.get();
  }

  long failed() {
    return failed.get();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
