package io.cascadian.dev.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Sends requests over connections that are kept, each from a thread that waits for its response.
 *
 * <p>Callers share the cores with the service that they measure. The JDK's asynchronous client took 1.5 ms of CPU a request, much of it to compile it; threads that
 * wait take a fraction. Thread-safe.
 */
final class Callers {

  /** Status of a request without a response. */
  static final int NO_ANSWER = -1;

  static {
    // the JDK keeps 5 idle connections of a server otherwise, and reads this once
    System.setProperty("http.maxConnections", "500");
  }

  private final int timeoutMillis;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    return thread;
  });

  Callers(Duration timeout) {
    this.timeoutMillis = (int) timeout.toMillis();
  }

  /**
   * Sends a request and returns at once.
   *
   * @param done gets the status once the whole response was read, or {@link #NO_ANSWER}
   */
  void get(URI uri, IntConsumer done) {
    threads.execute(() -> done.accept(status(uri)));
  }

  private int status(URI uri) {
    try {
      HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
      request.setConnectTimeout(timeoutMillis);
      request.setReadTimeout(timeoutMillis);
      request.setUseCaches(false);
      int status = request.getResponseCode();
      // a connection is kept when its response was read to the end
      try (InputStream body = status < 400 ? request.getInputStream() : request.getErrorStream()) {
        if (body != null) {
          body.transferTo(OutputStream.nullOutputStream());
        }
      }
      return status;
    } catch (IOException e) {
      return NO_ANSWER;
    }
  }
}
