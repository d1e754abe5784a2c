package io.cascadian.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that sends a byte of its answer now and then, for as long as its client listens. */
public final class Drip implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long millis;

  private Drip(long millis) throws IOException {
    this.millis = millis;
  }

  public static Drip everyMillis(long millis) throws IOException {
    Drip drip = new Drip(millis);
    Thread thread = new Thread(drip::serve, "drip");
    thread.setDaemon(true);
    thread.start();
    return drip;
  }

  private void serve() {
    try (Socket client = listener.accept(); OutputStream out = client.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write(' ');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(millis);
      }
    } catch (IOException e) {
      // the client is gone
      closed.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/subgraphs/drip/1/gn";
  }

  /** Waits until the client has closed its connection. */
  public boolean awaitClosed(Duration limit) throws InterruptedException {
    return closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
