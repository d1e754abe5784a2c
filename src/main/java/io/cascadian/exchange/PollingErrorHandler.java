package io.cascadian.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each failure of a polling endpoint once, then counts repetitions: an endpoint that is polled every second fails every second while a folder is
 * read-only or a disk is full.
 *
 * <p>Failures are of one kind when they have the same cause by class. The first of a kind is logged as a warning, with the endpoint's address without its
 * options; further ones are summarised every ten minutes. After ten minutes without one, the next counts as the first again. Thread-safe.
 */
public final class PollingErrorHandler implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PollingErrorHandler.class);
  static final Duration INTERVAL = Duration.ofMinutes(10);

  private final String endpoint;
  private final LongSupplier nanos;
  private final Map<Class<?>, Kind> kinds = new ConcurrentHashMap<>();

  /** Counts failures of one kind, with the times of the last failure and of the last log line. */
  private record Kind(long last, long logged, long unlogged) {}

  /**
   * @param endpoint its address, as the log may show it
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  PollingErrorHandler(String endpoint, LongSupplier nanos) {
    this.endpoint = endpoint;
    this.nanos = nanos;
  }

  /** Registers this handler for failures of a polled endpoint, unless its route names another one; leaves other endpoints unchanged. */
  public static Endpoint reportFor(String uri, Endpoint endpoint) {
    if (endpoint instanceof ScheduledPollEndpoint polled && !polled.isBridgeErrorHandler()) {
      PollingErrorHandler handler = new PollingErrorHandler(URISupport.sanitizeUri(polled.getEndpointBaseUri()), System::nanoTime);
      if (polled.getExceptionHandler() == null) {
        polled.setExceptionHandler(handler);
      }
      if (polled instanceof GenericFileEndpoint<?> files && files.getOnCompletionExceptionHandler() == null) {
        files.setOnCompletionExceptionHandler(handler);
      }
    }
    return endpoint;
  }

  @Override
  public void handleException(Throwable exception) {
    handleException(null, null, exception);
  }

  @Override
  public void handleException(String message, Throwable exception) {
    handleException(message, null, exception);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable exception) {
    Throwable cause = cause(exception);
    long now = nanos.getAsLong();
    Kind kind = kinds.compute(cause.getClass(), (type, before) -> before == null || now - before.last > INTERVAL.toNanos()
        ? new Kind(now, now, 0)
        : now - before.logged > INTERVAL.toNanos() ? new Kind(now, now, before.unlogged + 1) : new Kind(now, before.logged, before.unlogged + 1));
    LOG.debug("{}", message, exception);
    if (kind.logged != now) {
      return;
    }
    if (kind.unlogged == 0) {
      String what = "Endpoint {} fails: {}. It is retried at every poll; further failures of this kind are summarised every {} minutes";
      if (cause instanceof IOException) {
        LOG.warn(what, endpoint, text(exception, cause), INTERVAL.toMinutes());
      } else {
        LOG.warn(what, endpoint, text(exception, cause), INTERVAL.toMinutes(), exception);
      }
    } else {
      LOG.warn("Endpoint {} still fails: {} more failures since the last such line: {}", endpoint, kind.unlogged, text(exception, cause));
      kinds.computeIfPresent(cause.getClass(), (type, counted) -> new Kind(counted.last, counted.logged, 0));
    }
  }

  /** Camel and the JDK put messages of their own around a cause. */
  private static Throwable cause(Throwable exception) {
    Throwable cause = exception;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Returns the outermost message that is not Camel's own. */
  private static String text(Throwable exception, Throwable cause) {
    boolean wrapped = exception instanceof GenericFileOperationFailedException || exception.getMessage() == null;
    Throwable shown = wrapped || exception instanceof UncheckedIOException && exception.getMessage().equals(String.valueOf(exception.getCause())) ? cause : exception;
    return shown.getMessage() == null ? shown.getClass().getSimpleName() : shown instanceof IOException && shown == cause
        ? shown.getClass().getSimpleName() + ": " + shown.getMessage() : shown.getMessage();
  }
}
