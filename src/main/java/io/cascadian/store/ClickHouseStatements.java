package io.cascadian.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.QueryResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends statements to ClickHouse, each under an id of its own and for a limited time, and ends at the server what its caller no longer waits for.
 *
 * <p>The driver works on the thread that calls it and its connections cannot be interrupted, so every call runs on a thread of this class while the
 * caller waits. A caller leaves when its time is up, when it is interrupted, when the connection breaks, or when the client is closed; then the
 * statement is ended by {@code KILL QUERY}. For a statement that writes the caller waits a few seconds for the word that it has ended, so that no row
 * comes after the call has failed. Thread-safe.
 */
final class ClickHouseStatements implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseStatements.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final Client client;
  private final String comment;
  private final Duration limit;
  private final Set<ClickHouseStatement> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "clickhouse-statement");
    thread.setDaemon(true);
    return thread;
  });
  private volatile boolean closed;
  private volatile Consumer<StoreException> observer = failure -> { };

  /**
   * @param comment {@code log_comment} of whatever is sent with these settings, by this class or by JDBC
   * @param limit for each statement
   */
  ClickHouseStatements(Client client, String comment, Duration limit) {
    this.client = client;
    this.comment = comment;
    this.limit = limit;
  }

  /** Reports every failed statement to {@code newObserver} from now on, on the caller's thread. */
  void onFailure(Consumer<StoreException> newObserver) {
    observer = newObserver;
  }

  /** Begins a statement whose failure leaves nothing behind at the server. */
  ClickHouseStatement reading(String sql) {
    return new ClickHouseStatement(this, () -> ClickHouseStatement.describe(sql), false, limit, failure -> observer.accept(failure));
  }

  /** Begins a statement that only asks whether the server answers: its failure is an answer and is not reported to the observer. */
  ClickHouseStatement probing(Duration atMost) {
    return new ClickHouseStatement(this, () -> "ping", false, atMost, failure -> { });
  }

  /** Begins a statement that may change something. */
  ClickHouseStatement writing(String sql) {
    return new ClickHouseStatement(this, () -> ClickHouseStatement.describe(sql), true, limit, failure -> observer.accept(failure));
  }

  void add(ClickHouseStatement statement) {
    running.add(statement);
  }

  void remove(ClickHouseStatement statement) {
    running.remove(statement);
  }

  /** Returns where the driver's calls work. */
  ExecutorService threads() {
    return threads;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns how long each statement may take. */
  Duration limit() {
    return limit;
  }

  /** Ends a request of the driver on this side. */
  void cancel(String id) {
    client.cancelTransportRequest(id);
  }

  /** Has the server end the statements of a condition on its processes; false where it could not be asked. */
  CompletableFuture<Boolean> kill(String which) {
    try {
      return CompletableFuture.supplyAsync(() -> {
        try (QueryResponse response = client.query("KILL QUERY WHERE " + which + " SYNC").join()) {
          response.getInputStream().readAllBytes();
          return true;
        } catch (Exception e) {
          LOG.debug("ClickHouse: a statement could not be ended at the server: {}", e.getMessage());
          return false;
        }
      }, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  /** Waits though the thread may be interrupted: what comes after the end of a statement must not come before it. */
  static boolean hasEnded(CompletableFuture<Boolean> killed) {
    boolean interrupted = Thread.interrupted();
    try {
      long end = System.nanoTime() + END_WITHIN.toNanos();
      while (true) {
        try {
          return killed.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
          return false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Ends at the server what is still running, and waits a few seconds for it.
   *
   * @param others whether statements are running that were sent elsewhere with the same comment
   */
  void close(boolean others) {
    closed = true;
    if (others || !running.isEmpty()) {
      String ids = running.stream().map(statement -> "'" + statement.id() + "'").collect(Collectors.joining(", ", "query_id IN (", ")"));
      running.forEach(statement -> client.cancelTransportRequest(statement.id()));
      String commented = "(user = currentUser() AND Settings['log_comment'] = '" + comment + "')";
      if (!hasEnded(kill(running.isEmpty() ? commented : ids + " OR " + commented))) {
        LOG.warn("ClickHouse: closed while statements were running that could not be cancelled at the server; they end there after {}", ClickHouseStatement.seconds(limit));
      }
    }
    threads.shutdownNow();
  }

  @Override
  public void close() {
    close(false);
  }
}
