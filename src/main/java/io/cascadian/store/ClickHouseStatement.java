package io.cascadian.store;

import com.clickhouse.client.api.ServerException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one statement to ClickHouse, reads its answer, and ends it at the server when its caller leaves. Run once, by one thread; see
 * {@link ClickHouseStatements}.
 */
final class ClickHouseStatement {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseStatement.class);
  private static final int ROWS_BETWEEN_LOOKS = 1024;

  /** Sends one statement by the driver, under the given id. */
  @FunctionalInterface
  interface Call<T> {
    CompletableFuture<T> send(String id);
  }

  /** Reads an answer and returns what is made of it. */
  @FunctionalInterface
  interface Reading<A, T> {
    T read(A answer) throws Exception;
  }

  private final ClickHouseStatements owner;
  private final String id = UUID.randomUUID().toString();
  private final Supplier<String> operation;
  private final boolean writes;
  private final Duration atMost;
  private final Consumer<StoreException> observer;
  private final long deadline;
  private CompletableFuture<? extends AutoCloseable> answer;
  private boolean answered;
  private boolean ended;
  private int rows;

  /** @param operation name of what is done, which only failures ask for */
  ClickHouseStatement(ClickHouseStatements owner, Supplier<String> operation, boolean writes, Duration atMost, Consumer<StoreException> observer) {
    this.owner = owner;
    this.operation = operation;
    this.writes = writes;
    this.atMost = atMost;
    this.observer = observer;
    this.deadline = System.nanoTime() + atMost.toNanos();
    owner.add(this);
  }

  /** Returns the first words of a statement as its operation's name: enough to find it, never a whole statement in a log. */
  static String describe(String sql) {
    String line = sql.strip().replaceAll("(?m)^\\s*--.*$", "").strip().replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
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
    owner.remove(this);
    if (answer != null) {
      // closing an answer reads it to its end, which may be far
      answer.whenCompleteAsync((closeable, failure) -> closeQuietly(closeable), answered ? Runnable::run : this::later);
    }
  }

  private void later(Runnable task) {
    try {
      owner.threads().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("ClickHouse: an answer to {} is left to the end of the connection", operation.get());
    }
  }

  private <A extends AutoCloseable> A await(Call<A> call) {
    if (owner.isClosed()) {
      throw observed(new StoreUnavailableException("ClickHouse", operation.get(), "its client was closed", null));
    }
    CompletableFuture<A> future = CompletableFuture.supplyAsync(() -> call.send(id).join(), owner.threads());
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
    StoreException typed = ClickHouseErrors.typed(operation.get(), failure);
    // what was refused, by the server or by this side, does not run there
    if (typed instanceof StoreRejectedException || wasEnded(failure)) {
      ended = true;
      return observed(typed);
    }
    String uncertain = end();
    return observed(uncertain == null ? typed : new StoreUnavailableException("ClickHouse", operation.get(), typed.getMessage() + "; " + uncertain, failure));
  }

  private StoreUnavailableException left(String why, Exception cause) {
    String uncertain = end();
    return observed(new StoreUnavailableException("ClickHouse", operation.get(), uncertain == null ? why : why + "; " + uncertain, cause));
  }

  /**
   * Ends the statement at the server.
   *
   * @return what the caller must know when it is not sure that it has ended; null when it has, or when it only reads
   */
  private String end() {
    ended = true;
    owner.cancel(id);
    if (owner.isClosed()) {
      return null;
    }
    CompletableFuture<Boolean> killed = owner.kill("query_id = '" + id + "'");
    if (!writes) {
      return null;
    }
    // the driver's thread may still be at the rows that it was given
    if (ClickHouseStatements.hasEnded(answer == null ? killed : killed.thenCombine(answer.handle((late, failure) -> true), (done, over) -> done))) {
      return null;
    }
    LOG.warn("ClickHouse: {} was cancelled here but not at the server; it may still write until its limit of {}", operation.get(), seconds(owner.limit()));
    return "whether it was ended at the server is not known; it ends there after " + seconds(owner.limit());
  }

  private <E extends StoreException> E observed(E failure) {
    observer.accept(failure);
    return failure;
  }

  /** Returns by which id the server knows it. */
  String id() {
    return id;
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

  private static void closeQuietly(AutoCloseable answer) {
    if (answer != null) {
      try {
        answer.close();
      } catch (Exception e) {
        LOG.debug("ClickHouse: closing an answer: {}", e.getMessage());
      }
    }
  }

  static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
