package io.cascadian.e2e.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loopback port that passes bytes on to another and back, hears what is asked there, and springs a {@link Trap} at the right request.
 *
 * <p>It knows no protocol: a request is what its text states. Postgres' statements are plain on the wire; ClickHouse's inserts stand in the
 * query string, and the first words of a compressed statement are literal in LZ4. Thread-safe.
 */
final class WireProxy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WireProxy.class);
  /** Of what was sent, this much is kept for the next look. */
  private static final int MEMORY = 1 << 16;

  private final ServerSocket listener;
  private final int target;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private volatile Trap armed;

  WireProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    thread("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits for this from now on, and for nothing else; null disarms. */
  void arm(Trap trap) {
    armed = trap;
  }

  /** Ends all connections that there are now, as a network does; new ones are passed on. */
  void cut() {
    lines.forEach(Line::cut);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server;
        try {
          server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
          // the other side is down: so is this one
          client.close();
          continue;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Line line = new Line(client, server);
        lines.add(line);
        thread("requests", line::requests);
        thread("answers", line::answers);
      } catch (IOException e) {
        LOG.debug("No longer listening: {}", e.getMessage());
      }
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, "wire-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  /** One connection. */
  private final class Line {
    private final Socket client;
    private final Socket server;
    private final StringBuilder output = new StringBuilder();
    private volatile Trap atAnswer;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() {
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = client.getInputStream(); OutputStream out = server.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!pass(buffer, n, out)) {
            break;
          }
        }
      } catch (IOException e) {
        LOG.debug("A line ended: {}", e.getMessage());
      } finally {
        cut();
      }
    }

    /** Returns false when the line has been cut. */
    private boolean pass(byte[] bytes, int n, OutputStream out) throws IOException {
      Trap trap = heard(bytes, n);
      int begin = 0;
      if (trap != null && trap.moment() == Trap.Moment.AFTER) {
        atAnswer = trap;
      } else if (trap != null) {
        begin = trap.moment() == Trap.Moment.BEFORE ? 0 : half(bytes, n);
        out.write(bytes, 0, begin);
        trap.spring();
        if (trap.isCutting()) {
          return false;
        }
      }
      out.write(bytes, begin, n - begin);
      return true;
    }

    /** Returns the length of a request to forward: over HTTP the head and half of the rest, else half. */
    private static int half(byte[] bytes, int n) {
      int head = new String(bytes, 0, n, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 1;
      return head + (n - head) / 2;
    }

    private Trap heard(byte[] bytes, int n) {
      Trap trap = armed;
      if (trap == null) {
        return null;
      }
      output.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
      boolean match = trap.matches(output);
      if (output.length() > MEMORY) {
        output.delete(0, output.length() - MEMORY / 2);
      }
      return match ? trap : null;
    }

    void answers() {
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = server.getInputStream(); OutputStream out = client.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          Trap trap = atAnswer;
          if (trap != null) {
            atAnswer = null;
            trap.spring();
            if (trap.isCutting()) {
              break;
            }
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        LOG.debug("A line ended: {}", e.getMessage());
      } finally {
        cut();
      }
    }

    void cut() {
      lines.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }

    private void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("Closing a line: {}", e.getMessage());
      }
    }
  }
}
