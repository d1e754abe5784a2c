package io.cascadian.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.QueryResponse;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private static final int ROWS_BETWEEN_LOOKS = 1024;

  private final Client client;
  private final String comment;
  private final Duration limit;
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "clickhouse-statement");
    thread.setDaemon(true);
    return thread;
  });
  private volatile boolean closed;
  private volatile Consumer<StoreException> observer = failure -> { };

  /** Sends one statement by the driver, under the given id. */
  @FunctionalInterface
  interface Call<T> {
    CompletableFuture<T> send(String id);
  }

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
  Statement reading(String operation) {
    return new Statement(operation, false, limit, failure -> observer.accept(failure));
  }

  /** Begins a statement that only asks whether the server answers: its failure is an answer and is not reported to the observer. */
  Statement probing(Duration atMost) {
    return new Statement("ping", false, atMost, failure -> { });
  }

  /** Begins a statement that may change something. */
  Statement writing(String operation) {
    return new Statement(operation, true, limit, failure -> observer.accept(failure));
  }

  /** Reads an answer and returns what is made of it. */
  @FunctionalInterface
  interface Reading<A, T> {
    T read(A answer) throws Exception;
  }

  /** Sends one statement and reads its answer. Run once, by one thread. */
  final class Statement {

    private final String id = UUID.randomUUID().toString();
    private final String operation;
    private final boolean writes;
    private final Duration atMost;
    private final Consumer<StoreException> observer;
    private final long deadline;
    private CompletableFuture<? extends AutoCloseable> answer;
    private boolean answered;
    private boolean ended;
    private int rows;

    private Statement(String operation, boolean writes, Duration atMost, Consumer<StoreException> observer) {
      this.operation = operation;
      this.writes = writes;
      this.atMost = atMost;
      this.observer = observer;
      this.deadline = System.nanoTime() + atMost.toNanos();
      running.add(this);
    }

    /**
     * Sends the statement, waits for its answer, and has it read.
     *
     * @throws StoreException when there is no answer in time, when the thread is interrupted (its flag stays set), or when the statement or the reading
     *     fails
     */
    <A extends AutoCloseable, T> T run(Call<A> call, Reading<A, T> reading) {
      try {
        T result = reading.read(await(call));
        answered = true;
        ended = true;
        return result;
      } catch (Exception e) {
        throw failed(e);
      } finally {
        finish();
      }
    }

    /**
     * Sends the statement, waits for the begin of its answer, and hands that over to be read; closing it ends what was not read. Reading fails as
     * {@link #run} does.
     */
    <A extends AutoCloseable> InputStream open(Call<A> call, Function<A, InputStream> content) {
      try {
        return new AnswerStream(this, content.apply(await(call)));
      } catch (Exception e) {
        StoreException failure = failed(e);
        finish();
        throw failure;
      }
    }

    /** Notes that the answer was read to its end. */
    void wasRead() {
      answered = true;
      ended = true;
    }

    /** Ends the statement at the server unless it has ended, and closes its answer. */
    void finish() {
      if (!ended) {
        end();
      }
      running.remove(this);
      if (answer != null) {
        // closing an answer reads it to its end, which may be far
        answer.whenCompleteAsync((closeable, failure) -> closeQuietly(closeable), answered ? Runnable::run : this::later);
      }
    }

    private void later(Runnable task) {
      try {
        threads.execute(task);
      } catch (RejectedExecutionException e) {
        LOG.debug("ClickHouse: an answer to {} is left to the end of the connection", operation);
      }
    }

    private <A extends AutoCloseable> A await(Call<A> call) {
      if (closed) {
        throw observed(new StoreUnavailableException("ClickHouse", operation, "its client was closed", null));
      }
      CompletableFuture<A> future = CompletableFuture.supplyAsync(() -> call.send(id).join(), threads);
      answer = future;
      try {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        StoreException failure = left("interrupted while waiting for the server", e);
        Thread.currentThread().interrupt();
        throw failure;
      } catch (TimeoutException e) {
        throw left("no answer within " + seconds(atMost), e);
      } catch (ExecutionException e) {
        throw failed(e.getCause());
      }
    }

    /** Checks, for each row that is read of the answer, that its reader still wants it and has time left. */
    void nextRow() {
      requireReader();
      if (++rows % ROWS_BETWEEN_LOOKS == 0) {
        requireTime();
      }
    }

    /** Checks the same for a piece of an answer that is read as bytes. */
    void nextPiece() {
      requireReader();
      requireTime();
    }

    private void requireReader() {
      if (Thread.currentThread().isInterrupted()) {
        throw left("interrupted while reading the answer", null);
      }
    }

    private void requireTime() {
      if (System.nanoTime() > deadline) {
        throw left("the answer was not read within " + seconds(atMost), null);
      }
    }

    /** Types a failure of the driver and reports it; one that is typed already was reported and stays as it is. */
    StoreException failed(Throwable failure) {
      if (failure instanceof StoreException typed) {
        return typed;
      }
      StoreException typed = ClickHouseErrors.typed(operation, failure);
      // what was refused, by the server or by this side, does not run there
      if (typed instanceof StoreRejectedException || wasEnded(failure)) {
        ended = true;
        return observed(typed);
      }
      String uncertain = end();
      return observed(uncertain == null ? typed : new StoreUnavailableException("ClickHouse", operation, typed.getMessage() + "; " + uncertain, failure));
    }

    private StoreUnavailableException left(String why, Exception cause) {
      String uncertain = end();
      return observed(new StoreUnavailableException("ClickHouse", operation, uncertain == null ? why : why + "; " + uncertain, cause));
    }

    /**
     * Ends the statement at the server.
     *
     * @return what the caller must know when it is not sure that it has ended; null when it has, or when it only reads
     */
    private String end() {
      ended = true;
      client.cancelTransportRequest(id);
      if (closed) {
        return null;
      }
      CompletableFuture<Boolean> killed = ClickHouseStatements.this.kill("query_id = '" + id + "'");
      if (!writes) {
        return null;
      }
      // the driver's thread may still be at the rows that it was given
      if (waited(answer == null ? killed : killed.thenCombine(answer.handle((late, failure) -> true), (done, over) -> done))) {
        return null;
      }
      LOG.warn("ClickHouse: {} was cancelled here but not at the server; it may still write until its limit of {}", operation, seconds(limit));
      return "whether it was ended at the server is not known; it ends there after " + seconds(limit);
    }

    private <E extends StoreException> E observed(E failure) {
      observer.accept(failure);
      return failure;
    }
  }

  /** Returns whether the server has reported the end of the statement, or does not know it. */
  private static boolean wasEnded(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException || cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private CompletableFuture<Boolean> kill(String which) {
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
  private static boolean waited(CompletableFuture<Boolean> killed) {
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

  private static void closeQuietly(AutoCloseable answer) {
    if (answer != null) {
      try {
        answer.close();
      } catch (Exception e) {
        LOG.debug("ClickHouse: closing an answer: {}", e.getMessage());
      }
    }
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  /**
   * Ends at the server what is still running, and waits a few seconds for it.
   *
   * @param others whether statements are running that were sent elsewhere with the same comment
   */
  void close(boolean others) {
    closed = true;
    if (others || !running.isEmpty()) {
      String ids = running.stream().map(statement -> "'" + statement.id + "'").collect(Collectors.joining(", ", "query_id IN (", ")"));
      running.forEach(statement -> client.cancelTransportRequest(statement.id));
      String commented = "(user = currentUser() AND Settings['log_comment'] = '" + comment + "')";
      if (!waited(kill(running.isEmpty() ? commented : ids + " OR " + commented))) {
        LOG.warn("ClickHouse: closed while statements were running that could not be cancelled at the server; they end there after {}", seconds(limit));
      }
    }
    threads.shutdownNow();
  }

  @Override
  public void close() {
    close(false);
  }
}
