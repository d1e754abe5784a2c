package io.cascadian.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loopback port that swallows what is sent there: it takes connections and never answers, or does not even take them, or, as a relay,
 * passes everything on to another port until it is asked to go deaf.
 */
public final class BlackHole implements AutoCloseable {

  private final ServerSocket listener;
  private final List<Socket> plugs = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int target;
  private volatile boolean deaf;

  private BlackHole(int backlog, int target) throws IOException {
    this.listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    this.target = target;
    this.deaf = target == 0;
  }

  /** Takes every connection and never answers. */
  public static BlackHole silent() throws IOException {
    BlackHole hole = new BlackHole(200, 0);
    hole.thread(hole::accept);
    return hole;
  }

  /** Does not take connections: its queue is full, so the kernel drops what asks for one, as a firewall does. */
  public static BlackHole unreachable() throws IOException {
    BlackHole hole = new BlackHole(1, 0);
    while (true) {
      Socket plug = new Socket();
      try {
        plug.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.port()), 250);
        hole.plugs.add(plug);
      } catch (SocketTimeoutException e) {
        plug.close();
        return hole;
      }
    }
  }

  /** Passes bytes on to another port and back, until it goes deaf. */
  public static BlackHole relay(int target) throws IOException {
    BlackHole hole = new BlackHole(200, target);
    hole.thread(hole::accept);
    return hole;
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /** From now on nothing gets through, neither on new connections nor on those that there are. */
  public void deafen() {
    deaf = true;
  }

  /** Passes on again; connections that lost bytes meanwhile end. */
  public void hear() {
    deaf = false;
    open.forEach(BlackHole::end);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        passOn(client);
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Connects a client to the target; where one of them ends meanwhile, only this connection does. */
  private void passOn(Socket client) {
    if (deaf) {
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      thread(() -> pump(client, server));
      thread(() -> pump(server, client));
    } catch (IOException e) {
      end(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 14];
    try {
      for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
        if (!deaf) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // closed by a side or by the test
    }
    if (!deaf) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void thread(Runnable work) {
    Thread thread = new Thread(work, "black-hole-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket plug : plugs) {
      plug.close();
    }
    open.forEach(BlackHole::end);
  }
}
