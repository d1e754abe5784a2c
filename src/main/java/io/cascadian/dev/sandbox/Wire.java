package io.cascadian.dev.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays every byte between the sandbox and its callers, and can reset a connection as a crashing proxy does, which the HTTP server does not offer. Thread-safe.
 */
final class Wire implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private final ServerSocket listener;
  private final int target;
  private final ExecutorService workers;
  /** By the port that the HTTP server sees the connection come from. */
  private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();

  /** @param target loopback port of the HTTP server */
  Wire(int port, int target, ExecutorService workers) throws IOException {
    this.listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    this.target = target;
    this.workers = workers;
    workers.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Resets the connection that a request came by, at once or when the headers of its answer have been passed on. */
  void cut(int remotePort, Fault.Cut cut) throws IOException {
    Connection connection = connections.get(remotePort);
    if (connection == null) {
      throw new IOException("the caller's connection is gone already");
    }
    if (cut == Fault.Cut.BEFORE_HEADERS) {
      connection.reset();
    } else {
      connection.resetAfterHeaders = true;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        Connection connection = new Connection(caller, new Socket(InetAddress.getLoopbackAddress(), target));
        connections.put(connection.server.getLocalPort(), connection);
        workers.execute(connection::callerToServer);
        workers.execute(connection::serverToCaller);
      } catch (IOException e) {
        LOG.debug("Accepting connections ended: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("The listener did not close: {}", e.getMessage());
    }
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }

  private final class Connection {
    private final Socket caller;
    private final Socket server;
    private volatile boolean resetAfterHeaders;

    Connection(Socket caller, Socket server) throws IOException {
      this.caller = caller;
      this.server = server;
      caller.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void callerToServer() {
      try (InputStream in = caller.getInputStream(); OutputStream out = server.getOutputStream()) {
        in.transferTo(out);
      } catch (IOException e) {
        LOG.debug("The caller's side ended: {}", e.getMessage());
      } finally {
        close();
      }
    }

    void serverToCaller() {
      try {
        InputStream in = server.getInputStream();
        OutputStream out = caller.getOutputStream();
        byte[] buffer = new byte[64 * 1024];
        StringBuilder headers = new StringBuilder();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!resetAfterHeaders) {
            out.write(buffer, 0, n);
            continue;
          }
          for (int i = 0; i < n; i++) {
            out.write(buffer[i]);
            headers.append((char) buffer[i]);
            if (headers.toString().endsWith(END_OF_HEADERS)) {
              reset();
              return;
            }
          }
        }
      } catch (IOException e) {
        LOG.debug("The server's side ended: {}", e.getMessage());
      } finally {
        close();
      }
    }

    /** A socket that is closed without lingering sends a reset, and forgets what it has not sent. */
    void reset() throws IOException {
      caller.setSoLinger(true, 0);
      close();
    }

    void close() {
      connections.remove(server.getLocalPort(), this);
      closeQuietly(caller);
      closeQuietly(server);
    }

    private void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("A socket did not close: {}", e.getMessage());
      }
    }
  }
}
